// Loads files and writes every view as an Arrow IPC stream, for comparison with
// the native engines: `node views.mjs OUT FILE ...` writes OUT/VIEW.arrows.
// In a browser, `viewsOf` does the same with the module it is given.

import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

import { PACKAGE } from "./support.mjs";

/** Every view of these files and, where there is some, of the projects of this TOML, by name. */
export function viewsOf({ Dataset, views }, files, toml, now = 0) {
  const dataset = new Dataset();
  dataset.load(files, { now });
  if (toml) dataset.applyProjects(toml, now);
  return Object.fromEntries(views().map(({ name }) => [name, dataset.view(name)]));
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const [out, ...paths] = process.argv.slice(2);
  const veyl = await import(new URL("veyl.node.js", PACKAGE));
  await veyl.default();
  const isToml = (path) => path.endsWith(".toml");
  const files = paths.filter((path) => !isToml(path)).map((path) => ({ name: basename(path), data: new Uint8Array(readFileSync(path)) }));
  const toml = paths.filter(isToml).map((path) => readFileSync(path, "utf8")).join("\n");
  for (const [name, bytes] of Object.entries(viewsOf(veyl, files, toml))) writeFileSync(join(out, `${name}.arrows`), bytes);
}
