// veyl in Node. See veyl.d.ts for what everything is.

import { readFile } from "node:fs/promises";

import { begin } from "./call.js";

export * from "./face.js";

/** Starts the module; later calls wait for the first. Files are read: Node's `fetch` knows none. */
export default function init(input) {
  return begin(async () => {
    const from = input ?? new URL("./veyl_bg.wasm", import.meta.url);
    const isFile = from instanceof URL && from.protocol === "file:";
    return isFile ? readFile(from) : from;
  });
}
