// Converts Arrow files to every format, for comparison with the native writers:
// `node convert.mjs FORMATS FILE ...` writes FILE.FORMAT, or why there is none.

import { readFileSync, writeFileSync } from "node:fs";

import { PACKAGE } from "./support.mjs";

const [formats, ...files] = process.argv.slice(2);
const { default: start, convert } = await import(new URL("veyl.node.js", PACKAGE));
await start();
for (const file of files) {
  const bytes = new Uint8Array(readFileSync(file));
  for (const format of formats.split(",")) writeFileSync(`${file}.${format}`, converted(bytes, format));
}

function converted(bytes, format) {
  try {
    return convert(bytes, format);
  } catch (error) {
    if (error.kind === "dead") throw error;
    return error.message;
  }
}
