// The command, for figures to compare with. VEYL says where it is.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DIST, SAMPLE } from "./visit.mjs";

const VEYL = process.env.VEYL;
export const NO_COMMAND = VEYL && existsSync(VEYL) ? false : "VEYL does not name the veyl command";

let store;

const run = (...args) =>
  execFileSync(VEYL, ["--db", store, ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });

/** The store of the sample, with its projects. */
function sampleStore() {
  if (!store) {
    store = join(mkdtempSync(join(tmpdir(), "veyl-page-")), "sample.duckdb");
    run("load", SAMPLE);
    run("project", "apply", join(SAMPLE, "projects.toml"));
  }
  return store;
}

/** What the command says of the sample. */
export function veyl(...args) {
  sampleStore();
  return run(...args);
}

/** `veyl serve` over the sample. */
export async function serving() {
  const child = spawn(VEYL, ["--db", sampleStore(), "serve", "--port", "0", "--json"], {
    env: { ...process.env, VEYL_PAGE_DIR: DIST },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  let said = "";
  for await (const chunk of child.stdout.setEncoding("utf8")) {
    said += chunk;
    if (said.endsWith("}\n")) break;
  }
  const close = () => {
    child.kill("SIGINT");
    return ended;
  };
  return { origin: new URL(JSON.parse(said).url).origin, close };
}

export const view = (name, ...args) => JSON.parse(veyl("view", name, "--format", "json", ...args));
export const sql = (query) => JSON.parse(veyl("sql", "--format", "json", "-c", query));
