// Files and options on their way into the module.

import { VeylError } from "./error.js";

/** Up to this size a file is read in one piece. */
const WHOLE = 16 * 1024 * 1024;

/** Files as the module takes them. */
export function inputs(files) {
  return Array.from(files, (file) => {
    const name = file?.name;
    if (typeof name !== "string") {
      throw new VeylError("argument", "a file has no name", {
        hint: "give files as { name, data }",
      });
    }
    const data = file.data ?? file;
    if (data instanceof Uint8Array) return { name, bytes: data };
    if (data instanceof ArrayBuffer) return { name, bytes: new Uint8Array(data) };
    if (ArrayBuffer.isView(data)) {
      return { name, bytes: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
    }
    if (data instanceof Blob) return ofBlob(name, data);
    throw new VeylError("argument", `${name} is neither bytes nor a Blob`, { position: { source: name } });
  });
}

function ofBlob(name, blob) {
  if (typeof FileReaderSync === "undefined") {
    throw new VeylError("argument", `${name} is a Blob, which can be read at once only in a worker`, {
      position: { source: name },
      hint: "use veyl/client, or give the bytes: new Uint8Array(await blob.arrayBuffer())",
    });
  }
  const reader = new FileReaderSync();
  const read = (offset, length) =>
    new Uint8Array(reader.readAsArrayBuffer(blob.slice(offset, offset + length)));
  if (blob.size <= WHOLE) return { name, bytes: read(0, blob.size) };
  return { name, size: blob.size, read };
}

const OPTIONS = ["format", "mapping", "platform", "maxRejects", "dryRun", "now"];
const CALLBACKS = ["onProgress", "onOpened", "onReject"];

/** The options of a load as the module takes them. */
export function loadOptions(options) {
  const wrong = Object.keys(options).find((key) => !OPTIONS.includes(key) && !CALLBACKS.includes(key));
  if (wrong) {
    throw new VeylError("argument", `a load has no option \`${wrong}\``, {
      hint: `its options are ${[...OPTIONS, ...CALLBACKS].join(", ")}`,
    });
  }
  const { maxRejects } = options;
  return {
    format: options.format,
    mapping: options.mapping,
    platform: options.platform,
    maxRejects: maxRejects === undefined ? undefined : String(maxRejects),
    dryRun: options.dryRun,
    now: options.now ?? now(),
  };
}

/** UTC microseconds. */
export function now() {
  return Date.now() * 1000;
}

/** A function of the caller: what it throws is reported, and does not disturb who called it. */
export function listener(callback) {
  return (...told) => {
    try {
      callback(...told);
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  };
}
