// The worker's side: what veyl/client asks for, done with the face itself.

import { expose, proxy, releaseProxy, transfer } from "./comlink.js";
import * as face from "./face.js";
import { Dataset } from "./face.js";
import "./thrown.js";

/** Answers at `endpoint`. */
export function serve({ init, initNotebook }, endpoint) {
  let notebook;
  expose(
    {
      start: (wasm, notebookWasm) => {
        notebook = notebookWasm;
        return init(wasm);
      },
      ask: async (name, args) => {
        // Few pages ever ask for it.
        if (name === "parseNotebook") await initNotebook(notebook);
        return moved(face[name](...args));
      },
      create: () => proxy(new Host(new Dataset())),
      fromSnapshot: (bytes) => proxy(new Host(Dataset.fromSnapshot(bytes))),
    },
    endpoint,
  );
}

/** Holds a data set, a cross-filter or an iterator for the page. */
class Host {
  #held;

  constructor(held) {
    this.#held = held;
  }

  ask(method, args) {
    return moved(this.#held[method](...args));
  }

  /** As `ask`, for what stays here. */
  hold(method, args) {
    return proxy(new Host(this.#held[method](...args)));
  }

  /** A load; `wanted` are the names of callbacks, each of which goes to `tell`. */
  async load(method, args, options, wanted, tell) {
    const callbacks = wanted.map((name) => [name, (told) => void tell(name, told)]);
    try {
      return await this.#held[method](...args, { ...options, ...Object.fromEntries(callbacks) });
    } finally {
      tell?.[releaseProxy]();
    }
  }

  free() {
    this.#held.free?.();
  }
}

/** Bytes change hands instead of being copied. */
function moved(value) {
  const bytes = value instanceof Uint8Array ? value : value?.value;
  return bytes instanceof Uint8Array ? transfer(value, [bytes.buffer]) : value;
}
