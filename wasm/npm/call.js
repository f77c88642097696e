// Every call into a module goes through here: before it is started, after it has
// died, and whatever it throws.

import startEngine from "./bindings.js";
import { VeylError } from "./error.js";
import startNotebook from "./notebook-bindings.js";

/** A WebAssembly module of the package. */
class Module {
  #start;
  #hint;
  #starting;
  #started = false;
  #death;

  /** `start` is what its bindings start with, `hint` what to do before it is called. */
  constructor(start, hint) {
    this.#start = start;
    this.#hint = hint;
  }

  /** Starts it on what `find` gives: a URL, a response, bytes, or a compiled module. */
  begin(find) {
    this.#starting ??= (async () => {
      try {
        await this.#start({ module_or_path: await find() });
        this.#started = true;
      } catch (error) {
        // The next call may have a better address.
        this.#starting = undefined;
        throw new VeylError("io", `veyl could not be started: ${error.message}`, {
          hint: "is the .wasm file there, and served as application/wasm?",
          cause: error,
        });
      }
    })();
    return this.#starting;
  }

  /** Does `work`, which calls into it. */
  call(work) {
    if (!this.#started) {
      throw new VeylError("argument", "veyl is not started", { hint: this.#hint });
    }
    if (this.#death) {
      throw new VeylError("dead", `this instance of veyl has died: ${this.#death.reason}`, {
        hint: "load the page or start the worker again",
        cause: this.#death,
      });
    }
    try {
      return work();
    } catch (error) {
      throw this.#told(error);
    }
  }

  #told(error) {
    // A fault in the module ends in a trap, and so does the end of the memory or the stack.
    if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) {
      this.#death = new VeylError("panic", `veyl has stopped: ${error.message}`, {
        hint: "this is a fault in veyl, or the end of the memory; please report what led to it",
        cause: error,
      });
      return this.#death;
    }
    if (error instanceof Error && error.name === "VeylError") {
      return Object.setPrototypeOf(error, VeylError.prototype);
    }
    return error;
  }
}

const engine = new Module(startEngine, "await init() first");
const notebook = new Module(startNotebook, "await initNotebook() first");

export const begin = (find) => engine.begin(find);
export const call = (work) => engine.call(work);
export const beginNotebook = (find) => notebook.begin(find);
export const callNotebook = (work) => notebook.call(work);
