// The core's .sql views in DuckDB-Wasm equal the index engine's, view by view, in a browser.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { generated, scratch, served, veyl } from "../bench/data.mjs";
import { NO_COMMAND } from "./native.mjs";
import { SAMPLE, SKIP, ended, visit } from "./visit.mjs";

const BENCH = new URL("../dist-bench", import.meta.url).pathname;
const skip = SKIP || NO_COMMAND || (existsSync(BENCH) ? false : `no page in ${BENCH}: npm run bench:build makes it`);
after(ended);

async function compared(t, folder, change) {
  const { page } = await visit(t, { dist: BENCH, extra: served(folder) });
  await page.waitForFunction(() => window.bench !== undefined);
  return page.evaluate((change) => window.bench.compare(change), change);
}

async function equal(t, folder, most) {
  const all = await compared(t, folder);
  assert.equal(all.length, 14);
  for (const { view, rows, differences } of all) {
    assert.deepEqual(differences, [], view);
    assert.ok(rows > 0, `${view} has no rows, so that nothing was compared`);
    t.diagnostic(`${view}: ${rows} rows`);
  }
  assert.ok(all.some(({ rows }) => rows >= most));
}

test("every view of the sample", { skip }, async (t) => {
  const folder = scratch();
  const store = join(folder, "sample.duckdb");
  veyl("--db", store, "load", SAMPLE);
  veyl("--db", store, "project", "apply", join(SAMPLE, "projects.toml"));
  veyl("--db", store, "export", "--out", join(folder, "tables"), "--format", "parquet");
  await equal(t, join(folder, "tables"), 3900);
});

test("every view of made-up data", { skip }, (t) => equal(t, generated(20_000, 40), 20_000));

test("a like more on one post is told", { skip }, async (t) => {
  const change = `UPDATE posts SET metrics = struct_pack(likes := metrics.likes + 1, comments := metrics.comments,
    shares := metrics.shares, views := metrics.views)
    WHERE id = (SELECT min(id) FROM project_posts WHERE metrics.likes IS NOT NULL)`;
  const told = (await compared(t, generated(500, 5), change)).filter(({ differences }) => differences.length > 0);
  const views = told.map(({ view }) => view);
  for (const view of ["posts_with_platform", "hashtags_with_stats", "project_posts", "project_summary"])
    assert.ok(views.includes(view), `${view} is not among ${views}`);
});
