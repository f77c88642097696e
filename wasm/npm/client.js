// veyl in a worker of a page. See client.d.ts.

import { VeylError } from "./error.js";
import { connected } from "./remote.js";

/** Starts a worker with veyl in it. */
export function connect({ worker: given, wasm, notebook } = {}) {
  const worker =
    given instanceof Worker
      ? given
      : given
        ? new Worker(given, { type: "module" })
        : new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
  const failed = new Promise((_, reject) => {
    worker.addEventListener("error", (event) => {
      reject(
        new VeylError("io", `the worker could not be started: ${event.message ?? "its script did not load"}`, {
          hint: "is worker.js there, and served as JavaScript?",
        }),
      );
    });
  });
  const full = (url) => url && String(new URL(url, location.href));
  return connected(worker, { wasm: full(wasm), notebook: full(notebook) }, failed, () => worker.terminate());
}
