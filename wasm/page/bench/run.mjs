// The benchmark: index engine and DuckDB-Wasm side by side in one Chromium, and the page with a file
// dropped on it. `VEYL=veyl node bench/run.mjs [--posts 1000000] [--json FILE]`, after `npm run bench:build`.
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { launch } from "../tests/browser.mjs";
import { serve } from "../tests/server.mjs";
import { generated, scratch, served, veyl } from "./data.mjs";
import { firstChart } from "./drop.mjs";

const { values: given } = parseArgs({
  options: { posts: { type: "string", default: "1000000" }, json: { type: "string" } },
});
const here = (path) => new URL(path, import.meta.url).pathname;

async function measured(browser, posts) {
  const server = await serve(here("../dist-bench"), served(generated(posts)));
  try {
    const page = await browser.newPage();
    page.on("pageerror", (error) => console.error(error));
    await page.goto(`${server.origin}/`);
    await page.waitForFunction(() => window.bench !== undefined);
    return await page.evaluate(() => window.bench.measure());
  } finally {
    await server.close();
  }
}

async function dropped(browser) {
  const folder = scratch();
  const [store, file] = [join(folder, "store.duckdb"), join(folder, "posts.parquet")];
  veyl("--db", store, "load", generated(100_000, 10));
  veyl("--db", store, "view", "posts_with_platform", "--format", "parquet", "-o", file);
  return firstChart(browser, here("../dist"), file);
}

const browser = await launch();
try {
  const engines = await measured(browser, Number(given.posts));
  const drop = await dropped(browser);
  const result = { machine: `${cpus().length} x ${cpus()[0]?.model}`, browser: browser.version(), ...engines, drop };
  print(result);
  if (given.json) writeFileSync(given.json, `${JSON.stringify(result, null, 2)}\n`);
} finally {
  await browser.close();
}

function print({
  machine,
  browser: version,
  posts,
  projects,
  veyl: own,
  duckdb,
  ratios,
  filtering,
  filteringInWorker,
  drop,
}) {
  console.log(`veyl ${own} and DuckDB-Wasm ${duckdb} in Chromium ${version}, ${machine}`);
  console.log(`${posts.toLocaleString("en")} posts, ${projects.toLocaleString("en")} projects\n`);
  const ms = (time) => `${time < 1 ? time.toFixed(3) : time.toFixed(1)} ms`;
  const rows = ratios.map(({ what, index, duckdb: other, times, least }) => [
    what,
    ms(index),
    ms(other),
    `${times.toFixed(0)} x`,
    `${least} x`,
  ]);
  const change = ({ p50, p95, most }) => `p95 ${ms(p95)} (p50 ${ms(p50)}, at most ${ms(most)})`;
  rows.push(["a change of the cross-filter", change(filtering), "", "", "p95 16 ms"]);
  rows.push(["the same, through the worker", change(filteringInWorker), "", "", "p95 16 ms"]);
  rows.push([
    `a Parquet file of ${drop.posts.toLocaleString("en")} posts dropped, to the first chart`,
    ms(drop.ms),
    "",
    "",
    "500 ms",
  ]);
  table([["", "index engine", "DuckDB-Wasm", "times", "aim"], ...rows]);
}

function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  for (const row of rows)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join("  ")
        .trimEnd(),
    );
}
