// A data set: each method is one of the module's, its values as JavaScript has them.

import { Dataset as Inner } from "./bindings.js";
import { call } from "./call.js";
import { VeylError } from "./error.js";
import { inputs, listener, loadOptions, now } from "./input.js";
import { value } from "./value.js";

export class Dataset {
  #inner;

  constructor() {
    this.#inner = call(() => new Inner());
  }

  static fromSnapshot(bytes) {
    const inner = call(() => Inner.fromSnapshot(bytes));
    const dataset = new Dataset();
    dataset.free();
    dataset.#inner = inner;
    return dataset;
  }

  /** Does `work` with what the module has of it. */
  #with(work) {
    const inner = this.#inner;
    if (!inner) throw new VeylError("argument", "this data set has been freed");
    return call(() => work(inner));
  }

  load(files, options = {}) {
    const given = inputs(files);
    const report = this.#with((inner) => inner.load(given, loadOptions(options), callbacks(options)));
    return value(report);
  }

  async loadStream(name, stream, options = {}) {
    const data = await collected(stream);
    return this.load([{ name, data }], options);
  }

  deletePosts(ids) {
    this.#with((inner) => inner.deletePosts(ids));
  }

  snapshot() {
    return this.#with((inner) => inner.snapshot());
  }

  applyProjects(specs, at = now()) {
    const applied = this.#with((inner) =>
      typeof specs === "string"
        ? inner.applyProjectsToml(specs, at)
        : inner.applyProjects(specs.map(({ id, ...spec }) => spec), at),
    );
    return value(applied);
  }

  removeProject(id) {
    this.#with((inner) => inner.removeProject(id));
  }

  view(name, projects) {
    return this.#with((inner) => inner.view(name, ids(projects)));
  }

  exportView(name, format, projects) {
    return this.#with((inner) => inner.exportView(name, format, ids(projects)));
  }

  free() {
    this.#inner?.free();
    this.#inner = undefined;
  }
}

if (Symbol.dispose) Dataset.prototype[Symbol.dispose] = Dataset.prototype.free;

function ids(projects) {
  return projects && Int32Array.from(projects);
}

function callbacks({ onProgress, onOpened, onReject }) {
  const told = {};
  let source;
  if (onOpened || onProgress) {
    told.opened = listener((text) => {
      const opened = value(text);
      source = { source: opened.source, bytes: 0, total: opened.bytes ?? undefined };
      onOpened?.({ ...opened, bytes: source.total });
    });
  }
  if (onProgress) {
    told.progress = listener((bytes) => {
      source.bytes += bytes;
      onProgress({ ...source });
    });
  }
  if (onReject) told.rejected = listener((text) => onReject(value(text)));
  return told;
}

/** All bytes of a stream. */
async function collected(stream) {
  const reader = stream.getReader();
  const chunks = [];
  let length = 0;
  for (;;) {
    const { done, value: chunk } = await reader.read();
    if (done) break;
    chunks.push(chunk);
    length += chunk.length;
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
