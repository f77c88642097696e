// veyl in a page or a worker. See veyl.d.ts for what everything is.

import { begin, beginNotebook } from "./call.js";

export * from "./face.js";

/** Starts the engine; later calls wait for the first. */
export default function init(input) {
  return begin(() => input ?? new URL("./veyl_bg.wasm", import.meta.url));
}

/** Starts the parser of notebooks, a module of its own. */
export function initNotebook(input) {
  return beginNotebook(() => input ?? new URL("./veyl_notebook_bg.wasm", import.meta.url));
}
