/** What everything here throws. */
export class VeylError extends Error {
  constructor(kind, message, { hint, position = {}, cause } = {}) {
    super(hint ? `${message} (${hint})` : message, cause ? { cause } : undefined);
    this.name = "VeylError";
    this.kind = kind;
    this.reason = message;
    this.position = position;
    if (hint) this.hint = hint;
  }
}
