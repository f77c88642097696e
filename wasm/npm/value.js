// Values out of the module: JSON in which {"$int":"…"} is an integer beyond 2^53.

/** What a JSON text of the module says. */
export function value(text) {
  return text.includes('{"$int":"') ? JSON.parse(text, whole) : JSON.parse(text);
}

function whole(_, value) {
  const digits = value !== null && typeof value === "object" ? value.$int : undefined;
  return typeof digits === "string" ? BigInt(digits) : value;
}
