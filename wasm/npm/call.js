// Every call into the module goes through here: before it is started, after it
// has died, and whatever it throws.

import start, { lastPanic } from "./bindings.js";
import { VeylError } from "./error.js";

let starting;
let started = false;
let death;

/** Starts the module on what `find` gives: a URL, a response, bytes, or a compiled module. */
export function begin(find) {
  starting ??= (async () => {
    try {
      await start({ module_or_path: await find() });
      started = true;
    } catch (error) {
      // The next call may have a better address.
      starting = undefined;
      throw new VeylError("io", `veyl could not be started: ${error.message}`, {
        hint: "is veyl_bg.wasm there, and served as application/wasm?",
        cause: error,
      });
    }
  })();
  return starting;
}

/** Does `work`, which calls into the module. */
export function call(work) {
  if (!started) {
    throw new VeylError("argument", "veyl is not started", { hint: "await init() first" });
  }
  if (death) {
    throw new VeylError("dead", `this instance of veyl has died: ${death.message}`, {
      hint: "load the page or start the worker again",
      cause: death,
    });
  }
  try {
    return work();
  } catch (error) {
    throw told(error);
  }
}

function told(error) {
  if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) {
    death = new VeylError("panic", `veyl has stopped: ${reason(error)}`, {
      hint: "this is a fault in veyl or the end of the memory; please report what led to it",
      cause: error,
    });
    return death;
  }
  if (error instanceof Error && error.name === "VeylError") {
    return Object.setPrototypeOf(error, VeylError.prototype);
  }
  return error;
}

function reason(error) {
  try {
    return lastPanic() ?? error.message;
  } catch {
    return error.message;
  }
}
