// veyl in a worker thread of Node. See client.d.ts.

import { Worker } from "node:worker_threads";

import nodeEndpoint from "./comlink-node.js";
import { connected } from "./remote.js";

/** Starts a worker with veyl in it. */
export function connect({ worker: given, wasm, notebook } = {}) {
  const worker = given instanceof Worker ? given : new Worker(given ?? new URL("./worker.node.js", import.meta.url));
  const failed = new Promise((_, reject) => worker.on("error", reject));
  return connected(nodeEndpoint(worker), { wasm, notebook }, failed, () => worker.terminate());
}
