// What the tests have in common: the built package, the sample, made-up posts.

import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The folder of the package under test. */
export const PACKAGE = new URL(process.env.VEYL_PKG ? `file://${process.env.VEYL_PKG}/` : "../../pkg/", import.meta.url);

const DATA = new URL("../../../data/", import.meta.url);

/** The files of a folder of `data/`, as the package takes them. */
export function files(folder, wanted = () => true) {
  const path = fileURLToPath(new URL(`${folder}/`, DATA));
  return readdirSync(path)
    .filter((name) => !/\.(md|toml|sql)$/.test(name) && wanted(name))
    .map((name) => ({ name, data: new Uint8Array(readFileSync(path + name)) }));
}

export const sampleProjects = () => readFileSync(new URL("sample/projects.toml", DATA), "utf8");

export const text = (bytes) => new TextDecoder().decode(bytes);

/** A file of posts, one a line. */
export function posts(...rows) {
  const lines = rows.map((row) => JSON.stringify({ platform: "x", author: "ana", hashtags: [], metrics: { likes: 1 }, ...row }));
  return { name: "posts.ndjson", data: new TextEncoder().encode(lines.join("\n")) };
}
