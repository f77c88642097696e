// Made-up data as canonical tables, by the command. VEYL says where it is.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder of its own, gone at the end of the process. */
export function scratch() {
  const folder = mkdtempSync(join(tmpdir(), "veyl-bench-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function veyl(...args) {
  return execFileSync(process.env.VEYL, args, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
    maxBuffer: 1 << 28,
  });
}

/** So many posts, and projects, in a folder. */
export function generated(posts, projects = 1000) {
  const folder = scratch();
  veyl("generate", "--posts", String(posts), "--projects", String(projects), "--out", folder);
  return folder;
}

/** The files of a folder as the server's extra paths, with their list. */
export function served(folder, under = "/data/") {
  const names = readdirSync(folder).filter((name) => name.endsWith(".parquet"));
  const files = Object.fromEntries(names.map((name) => [under + name, readFileSync(join(folder, name))]));
  return { ...files, [`${under}list.json`]: JSON.stringify(names) };
}
