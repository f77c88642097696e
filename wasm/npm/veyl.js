// veyl in a page or a worker. See veyl.d.ts for what everything is.

import { begin } from "./call.js";

export * from "./face.js";

/** Starts the module; later calls wait for the first. */
export default function init(input) {
  return begin(() => input ?? new URL("./veyl_bg.wasm", import.meta.url));
}
