// The command, for figures to compare with. VEYL says where it is.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SAMPLE } from "./visit.mjs";

const VEYL = process.env.VEYL;
export const NO_COMMAND = VEYL && existsSync(VEYL) ? false : "VEYL does not name the veyl command";

let store;

/** What the command says of the sample, with its projects. */
export function veyl(...args) {
  const run = (...all) =>
    execFileSync(VEYL, ["--db", store, ...all], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  if (!store) {
    store = join(mkdtempSync(join(tmpdir(), "veyl-page-")), "sample.duckdb");
    run("load", SAMPLE);
    run("project", "apply", join(SAMPLE, "projects.toml"));
  }
  return run(...args);
}

export const view = (name, ...args) => JSON.parse(veyl("view", name, "--format", "json", ...args));
export const sql = (query) => JSON.parse(veyl("sql", "--format", "json", "-c", query));
