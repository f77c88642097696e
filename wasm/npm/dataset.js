// A data set: each method is one of the module's, its values as JavaScript has them.

import { CrossFilter as InnerFilter, Dataset as Inner } from "./bindings.js";
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

  memory() {
    return this.#json("memory");
  }

  counts() {
    return this.#json("counts");
  }

  platforms() {
    return this.#json("platforms");
  }

  hashtags(ask = {}) {
    return this.#json("hashtags", said(ask));
  }

  creators(ask = {}) {
    return this.#json("creators", said(ask));
  }

  projects() {
    return this.#json("projects").map(given);
  }

  projectsToml() {
    return this.#with((inner) => inner.projectsToml());
  }

  #json(method, ...args) {
    return value(this.#with((inner) => inner[method](...args)));
  }

  applyProjects(specs, at = now()) {
    const applied = this.#with((inner) =>
      typeof specs === "string"
        ? inner.applyProjectsToml(specs, at)
        : inner.applyProjects(Array.from(specs, ({ id, ...spec }) => said(spec)), at),
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

  table(name) {
    return this.#with((inner) => inner.table(name));
  }

  *tableBatches(name, rows) {
    if (!(rows >= 1)) throw new VeylError("argument", "a batch has at least one row");
    const places = this.#with((inner) => inner.places(name));
    for (let at = 0; at < places; at += rows) {
      yield this.#with((inner) => inner.tablePart(name, at, rows));
    }
  }

  exportTable(name, format) {
    return this.#with((inner) => inner.exportTable(name, format));
  }

  crossfilter(project) {
    const inner = this.#with((inner) => new InnerFilter(inner, project));
    return new CrossFilter(inner, (work) => this.#with(work));
  }

  free() {
    this.#inner?.free();
    this.#inner = undefined;
  }
}

/** A session: filters over the posts of a project, or all there are. */
class CrossFilter {
  #inner;
  #with;

  constructor(inner, withDataset) {
    this.#inner = inner;
    this.#with = withDataset;
  }

  #ask(method, ...args) {
    const inner = this.#inner;
    if (!inner) throw new VeylError("argument", "this session has been freed");
    return this.#with((dataset) => inner[method](dataset, ...args));
  }

  set(filters, options = {}) {
    return value(this.#ask("set", said(filters), said(options)));
  }

  posts(wanted = {}) {
    return value(this.#ask("posts", said(wanted)));
  }

  prepareCaptions() {
    this.#ask("prepareCaptions");
  }

  memory() {
    if (!this.#inner) throw new VeylError("argument", "this session has been freed");
    return call(() => this.#inner.memory());
  }

  free() {
    this.#inner?.free();
    this.#inner = undefined;
  }
}

if (Symbol.dispose) {
  Dataset.prototype[Symbol.dispose] = Dataset.prototype.free;
  CrossFilter.prototype[Symbol.dispose] = CrossFilter.prototype.free;
}

/** A project without what it does not say. */
function given(project) {
  return Object.fromEntries(Object.entries(project).filter(([, part]) => part !== null));
}

/** Options without those that are undefined: leaving one out and saying nothing are the same. */
function said(options) {
  return Object.fromEntries(Object.entries(options).filter(([, part]) => part !== undefined));
}

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
