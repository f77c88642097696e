// Errors across the border between page and worker: kind, position and hint go along.

import { transferHandlers } from "./comlink.js";
import { VeylError } from "./error.js";

const plain = transferHandlers.get("throw");

transferHandlers.set("throw", {
  ...plain,
  serialize(thrown) {
    const [serialized, moved] = plain.serialize(thrown);
    if (serialized.isError) {
      const { kind, reason, position, hint } = thrown.value;
      Object.assign(serialized.value, { kind, reason, position, hint });
    }
    return [serialized, moved];
  },
  deserialize(serialized) {
    try {
      return plain.deserialize(serialized);
    } catch (error) {
      if (error?.name === "VeylError") Object.setPrototypeOf(error, VeylError.prototype);
      throw error;
    }
  },
});
