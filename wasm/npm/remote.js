// The page's side of the worker: the same functions and classes, each answer a promise.

import { proxy, releaseProxy, wrap } from "./comlink.js";
import { VeylError } from "./error.js";
import "./thrown.js";

const FUNCTIONS = [
  "version",
  "formats",
  "views",
  "schemaSql",
  "parseScope",
  "convert",
  "parseNotebook",
  "formatFirst",
  "formatText",
];
const OF_DATASETS = [
  "deletePosts",
  "snapshot",
  "memory",
  "counts",
  "platforms",
  "hashtags",
  "creators",
  "projects",
  "applyProjects",
  "removeProject",
  "projectsToml",
  "view",
  "exportView",
  "table",
  "exportTable",
];
const OF_CROSSFILTERS = ["set", "posts", "prepareCaptions", "memory"];

/** Starts what stands behind `endpoint`; `failed` is a promise that rejects where it never will. */
export async function connected(endpoint, { wasm, notebook }, failed, terminate) {
  const worker = wrap(endpoint);
  await Promise.race([worker.start(wasm, notebook), failed]);
  const ask = (name) => [name, (...args) => worker.ask(name, args)];
  return {
    veyl: Object.fromEntries(FUNCTIONS.map(ask)),
    Dataset: {
      create: async () => new RemoteDataset(await worker.create()),
      fromSnapshot: async (bytes) => new RemoteDataset(await worker.fromSnapshot(bytes)),
    },
    terminate,
  };
}

/** Stands for something in the worker. */
class Remote {
  #host;

  constructor(host) {
    this.#host = host;
  }

  get host() {
    if (!this.#host) throw new VeylError("argument", "this has been freed");
    return this.#host;
  }

  /** Lets go of it, here and there. */
  async free() {
    const host = this.#host;
    this.#host = undefined;
    if (!host) return;
    await host.free();
    host[releaseProxy]();
  }
}

if (Symbol.asyncDispose) Remote.prototype[Symbol.asyncDispose] = Remote.prototype.free;

class RemoteDataset extends Remote {
  load(files, options) {
    return this.#load("load", [Array.from(files, sendable)], options);
  }

  /** The stream is collected here: not every browser can hand one over. */
  async loadStream(name, stream, options) {
    const data = new Uint8Array(await new Response(stream).arrayBuffer());
    return this.load([{ name, data }], options);
  }

  #load(method, args, options = {}) {
    const { onProgress, onOpened, onReject, ...plain } = options;
    const given = Object.entries({ onProgress, onOpened, onReject }).filter(([, call]) => call);
    const callbacks = Object.fromEntries(given);
    const tell = given.length ? proxy((name, told) => callbacks[name](told)) : undefined;
    return this.host.load(method, args, plain, Object.keys(callbacks), tell);
  }

  async crossfilter(project) {
    return new RemoteCrossFilter(await this.host.hold("crossfilter", [project]));
  }

  async *tableBatches(name, rows) {
    const batches = new Remote(await this.host.hold("tableBatches", [name, rows]));
    try {
      for (;;) {
        const { done, value } = await batches.host.ask("next", []);
        if (done) return;
        yield value;
      }
    } finally {
      await batches.free();
    }
  }
}

class RemoteCrossFilter extends Remote {}

asking(RemoteDataset, OF_DATASETS);
asking(RemoteCrossFilter, OF_CROSSFILTERS);

function asking(remote, methods) {
  for (const method of methods) {
    remote.prototype[method] = async function (...args) {
      return this.host.ask(method, args);
    };
  }
}

/** A file that is a class of its own comes over as itself; bytes and name as an object. */
function sendable(file) {
  return { name: file?.name, data: file?.data ?? file };
}
