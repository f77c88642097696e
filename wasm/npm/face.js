// What can be asked without a data set, and all else that the package has.

import { parseScope as scope, version as versionOf } from "./bindings.js";
import { call } from "./call.js";

export { Dataset } from "./dataset.js";
export { VeylError } from "./error.js";

export function version() {
  return call(versionOf);
}

export function parseScope(query) {
  return call(() => scope(query));
}
