// veyl in Node. See veyl.d.ts for what everything is.

import { readFile } from "node:fs/promises";

import { begin, beginNotebook } from "./call.js";

export * from "./face.js";

/** Starts the engine; later calls wait for the first. */
export default function init(input) {
  return begin(() => found(input ?? new URL("./veyl_bg.wasm", import.meta.url)));
}

/** Starts the parser of notebooks, a module of its own. */
export function initNotebook(input) {
  return beginNotebook(() => found(input ?? new URL("./veyl_notebook_bg.wasm", import.meta.url)));
}

/** Files are read: Node's `fetch` knows none. */
function found(from) {
  const isFile = from instanceof URL && from.protocol === "file:";
  return isFile ? readFile(from) : from;
}
