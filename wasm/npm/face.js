// What can be asked without a data set, and all else that the package has.

import * as bindings from "./bindings.js";
import { call, callNotebook } from "./call.js";
import { parseNotebook as parse } from "./notebook-bindings.js";
import { value } from "./value.js";

export { Dataset } from "./dataset.js";
export { VeylError } from "./error.js";

export function version() {
  return call(() => bindings.version());
}

export function formats() {
  return value(call(() => bindings.formats()));
}

export function views() {
  return value(call(() => bindings.views()));
}

export function schemaSql() {
  return call(() => bindings.schemaSql());
}

export function parseScope(query) {
  return call(() => bindings.parseScope(query));
}

export function convert(ipc, to) {
  return call(() => bindings.convert(ipc, to));
}

export function parseNotebook(text, params = {}) {
  return value(callNotebook(() => parse(text, new Map(Object.entries(params)))));
}

export function formatFirst(ipc, column, format = "") {
  return call(() => bindings.formatFirst(ipc, column, format));
}

export function formatText(text, format = "") {
  return call(() => bindings.formatText(text, format));
}
