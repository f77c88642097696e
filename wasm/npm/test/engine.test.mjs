import assert from "node:assert/strict";
import { test } from "node:test";

import { PACKAGE, files, posts, sampleProjects, text } from "./support.mjs";

const veyl = await import(new URL("veyl.node.js", PACKAGE));
const { Dataset, VeylError } = veyl;

const thrown = (work) => {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof VeylError && error instanceof Error, `${error}`);
    assert.equal(error.name, "VeylError");
    return error;
  }
  throw new Error("nothing was thrown");
};

/** The sample with its projects. */
function sample() {
  const dataset = new Dataset();
  const report = dataset.load(files("sample"), { now: 0 });
  dataset.applyProjects(sampleProjects(), 0);
  return { dataset, report };
}

test("before it is started, it says so", () => {
  const error = thrown(() => new Dataset());
  assert.equal(error.kind, "argument");
  assert.match(error.hint, /init/);
});

test("starting twice is starting once", async () => {
  await Promise.all([veyl.default(), veyl.default()]);
  assert.match(veyl.version(), /^\d+\.\d+\.\d+$/);
});

test("the sample loads, told as it goes", () => {
  const opened = [];
  const progress = [];
  const dataset = new Dataset();
  const given = files("sample");
  const report = dataset.load(given, {
    onOpened: (one) => opened.push(one.source),
    onProgress: (one) => progress.push(one),
  });
  assert.deepEqual(opened, given.map(({ name }) => name));
  for (const { name, data } of given) {
    const last = progress.filter(({ source }) => source === name).at(-1);
    assert.deepEqual(last, { source: name, bytes: data.length, total: data.length });
  }
  for (const source of report.sources) {
    assert.equal(source.read, source.accepted + source.duplicates + source.rejected);
  }
  const { posts, platforms, firstPostAt, lastPostAt } = dataset.counts();
  assert.equal(posts, report.newPosts);
  assert.ok(posts > 3000 && platforms >= 5 && firstPostAt < lastPostAt);
  const again = dataset.load(given);
  assert.deepEqual([again.newPosts, again.updatedPosts, again.changed], [0, 0, false]);
  assert.equal(again.unchangedPosts, posts);
});

test("every export format is read", () => {
  const names = new Set();
  for (const file of files("fixtures", (name) => name !== "platforms.csv")) {
    const dataset = new Dataset();
    const platform = file.name.startsWith("table") || file.name.startsWith("posts") ? { platform: "x" } : {};
    const [source] = dataset.load([file, ...files("fixtures", (name) => name === "platforms.csv")], platform).sources;
    assert.ok(source.accepted > 0, `${file.name}: ${JSON.stringify(source)}`);
    names.add(source.format);
  }
  const known = veyl.formats().filter(({ name }) => names.has(name));
  assert.ok(known.length >= 12, [...names].join());
});

test("rejects are told, counted and kept; too many change nothing", () => {
  const bad = posts({ id: "x_1", metrics: { likes: 1 } }, { id: "x_2", metrics: { likes: "many" } }, { id: null });
  const told = [];
  const dataset = new Dataset();
  const report = dataset.load([bad], { onReject: (reject) => told.push(reject) });
  assert.equal(report.newPosts, 1);
  assert.deepEqual(report.rejects, told);
  assert.deepEqual(told.map(({ record, line, source }) => [record, line, source]), [
    [2, 2, "posts.ndjson"],
    [3, 3, "posts.ndjson"],
  ]);
  assert.equal(Object.values(report.reasons).reduce((sum, rows) => sum + rows), 2);
  const strict = new Dataset();
  for (const maxRejects of [1, "50%"]) {
    assert.equal(thrown(() => strict.load([bad], { maxRejects })).kind, "too_many_rejects");
  }
  assert.equal(strict.counts().posts, 0);
  assert.equal(strict.load([bad], { dryRun: true }).changed, false);
  assert.equal(strict.counts().posts, 0);
});

test("errors have kind, place and hint, and leave the instance alive", () => {
  const dataset = new Dataset();
  const scope = thrown(() => veyl.parseScope("#a likes>"));
  assert.deepEqual([scope.kind, scope.position], ["scope", { column: 10 }]);
  assert.ok(scope.message.includes(scope.reason));
  const cut = files("fixtures", (name) => name.endsWith(".parquet"))[0];
  const damaged = thrown(() => dataset.load([{ ...cut, data: cut.data.subarray(0, 900) }]));
  assert.deepEqual([damaged.kind, damaged.position.source], ["corrupt", cut.name]);
  const json = thrown(() => dataset.load([{ name: "a.json", data: new TextEncoder().encode('{"a": [1, {') }]));
  assert.equal(json.position.source, "a.json");
  for (const [kind, work] of [
    ["not_found", () => dataset.view("no_such_view")],
    ["not_found", () => dataset.table("users")],
    ["not_found", () => dataset.removeProject(7)],
    ["not_found", () => dataset.deletePosts(["x_none"])],
    ["argument", () => dataset.exportView("project_summary", "xlsx")],
    ["argument", () => dataset.load([{ data: new Uint8Array() }])],
    ["argument", () => dataset.load([{ name: "a", data: 7 }])],
    ["argument", () => dataset.load([], { formatt: "x" })],
    ["argument", () => dataset.load([posts({ id: "x_1" })], { maxRejects: "few" })],
    ["unknown_format", () => dataset.load([posts({ id: "x_1" })], { format: "myspace" })],
    ["mapping", () => dataset.load([posts({ id: "x_1" })], { mapping: "[fields\n" })],
    ["mapping", () => dataset.applyProjects("[[project]]\nname = 1")],
    ["argument", () => dataset.applyProjects([{ name: " " }])],
    ["corrupt", () => Dataset.fromSnapshot(new Uint8Array(100))],
    ["corrupt", () => veyl.convert(new Uint8Array([1, 2, 3]), "csv")],
  ]) {
    assert.equal(thrown(work).kind, kind, `${work}`);
  }
  const file = new File(["x"], "a.csv");
  assert.match(thrown(() => dataset.load([file])).hint, /veyl\/client/);
  assert.equal(dataset.load([posts({ id: "x_1" })]).newPosts, 1);
});

test("other encodings than UTF-8 are undone", () => {
  const id = (bytes, encoding) => {
    const dataset = new Dataset();
    const report = dataset.load([{ name: "a.csv", data: new Uint8Array(bytes) }], {
      platform: "x",
      mapping: encoding && `encoding = "${encoding}"`,
    });
    return [dataset.creators().rows.map(({ author }) => author).join(), report.rejects.length];
  };
  const ascii = (text) => Array.from(text, (letter) => letter.charCodeAt(0));
  const table = (author) => [...ascii("id,author,likes\n1,"), ...author, ...ascii(",5\n2,bob,6\n")];
  assert.deepEqual(id(table([0x93, 0xfa]), "shift_jis"), ["bob,日", 0]);
  assert.deepEqual(id(table([0xe9]), "windows-1252"), ["bob,é", 0]);
  assert.deepEqual(id(table([0xff]), "shift_jis"), ["bob", 1]);
  const wide = [0xff, 0xfe, ...table([0xe9]).flatMap((unit) => [unit, 0])];
  assert.deepEqual(id(wide), ["bob,é", 0]);
  const wrong = thrown(() => id(table([0x41]), "latin-9000"));
  assert.equal(wrong.kind, "mapping");
});

test("integers beyond 2^53 are exact", () => {
  const dataset = new Dataset();
  const rows = '{"id":"x_1","platform":"x","author":"ana","hashtags":["sun"],"metrics":{"likes":9007199254740993,"views":9007199254740992}}';
  dataset.load([{ name: "posts.ndjson", data: new TextEncoder().encode(rows) }]);
  const session = dataset.crossfilter();
  const { all } = session.set({});
  assert.strictEqual(all.likes, 9007199254740993n);
  assert.strictEqual(all.views, 9007199254740992);
  const [row] = session.posts().rows;
  assert.strictEqual(row.engagement, 9007199254740993n);
  assert.equal(session.set({ engagement: { min: 9007199254740993n } }).all.posts, 1);
  assert.equal(session.set({ engagement: { min: 9007199254740994n } }).all.posts, 0);
  assert.match(text(dataset.exportTable("posts", "ndjson")), /9007199254740993/);
});

test("projects go out and come in again", () => {
  const { dataset } = sample();
  assert.deepEqual(dataset.applyProjects(dataset.projects()), ["unchanged", "unchanged", "unchanged"]);
  assert.deepEqual(dataset.applyProjects(dataset.projectsToml()), ["unchanged", "unchanged", "unchanged"]);
  const [first] = dataset.projects();
  assert.deepEqual(dataset.applyProjects([{ ...first, scope_query: "likes>5" }]), ["changed"]);
  assert.equal(dataset.projects()[0].scope_query, "likes>5");
  dataset.removeProject(first.id);
  assert.equal(dataset.projects().length, 2);
});

test("snapshots and Parquet tables carry a data set over", () => {
  const { dataset } = sample();
  const views = (one) => veyl.views().map(({ name }) => text(one.exportView(name, "ndjson")));
  const expected = views(dataset);
  assert.deepEqual(views(Dataset.fromSnapshot(dataset.snapshot())), expected);
  const tables = ["platforms", "hashtags", "posts", "post_hashtags", "projects", "project_hashtags", "project_creators"];
  const again = new Dataset();
  again.load(tables.map((name) => ({ name: `${name}.parquet`, data: dataset.exportTable(name, "parquet") })));
  assert.deepEqual(views(again), expected);
});

test("every view and table leaves in every format", () => {
  const { dataset } = sample();
  for (const { name, columns } of veyl.views()) {
    const ipc = dataset.view(name);
    for (const format of ["parquet", "csv", "ndjson", "json", "arrow", "markdown"]) {
      const file = dataset.exportView(name, format);
      assert.ok(file.length > 0);
      if (format !== "csv") assert.deepEqual(veyl.convert(ipc, format).length > 0, true);
    }
    const [head] = text(dataset.exportView(name, "csv")).split("\n");
    assert.equal(head.trim(), columns.map((column) => column.name).join(","));
    assert.equal(text(veyl.convert(ipc, "ndjson")), text(dataset.exportView(name, "ndjson")));
  }
  const rows = (bytes) => text(veyl.convert(bytes, "ndjson")).split("\n").filter(Boolean);
  for (const name of ["posts", "post_hashtags", "platforms", "project_creators"]) {
    const whole = rows(dataset.table(name));
    const parts = [...dataset.tableBatches(name, 500)].flatMap(rows);
    assert.deepEqual(parts.sort(), whole.sort());
  }
  assert.match(veyl.schemaSql(), /CREATE TABLE IF NOT EXISTS posts/);
});

test("lists are searched and paged", () => {
  const { dataset } = sample();
  const { total, rows } = dataset.hashtags({ search: "#CYCL", limit: 3 });
  assert.ok(total >= rows.length && rows.length > 0);
  for (const row of rows) assert.match(row.name, /cycl/);
  const all = dataset.hashtags({ limit: 1e6 }).rows;
  assert.deepEqual(dataset.hashtags({ limit: 10, offset: 5 }).rows, all.slice(5, 15));
  const { posts } = dataset.counts();
  const platforms = dataset.platforms();
  assert.equal(platforms.reduce((sum, one) => sum + one.posts, 0), posts);
  const [{ name }] = platforms;
  assert.ok(dataset.creators({ platform: name }).rows.every((row) => row.platform === name));
  assert.ok(dataset.memory().captions > 0);
});

test("a cross-filter says what the summary says", () => {
  const { dataset } = sample();
  const [first] = dataset.projects();
  const [summary] = text(dataset.exportView("project_summary", "ndjson", [first.id])).split("\n").map((line) => line && JSON.parse(line));
  const session = dataset.crossfilter(first.id);
  const { all, total, platforms } = session.set({});
  assert.deepEqual(
    [all.posts, all.authors, all.likes, all.engagement, all.medianEngagement, all.engagementRatePooled],
    [summary.posts, summary.authors, summary.total_likes, summary.total_engagement, summary.median_engagement, summary.engagement_rate_pooled],
  );
  assert.equal(total, all.posts);
  const [{ platform }] = platforms;
  const filtered = session.set({ platforms: [platform], time: undefined }, { top: 5 });
  assert.ok(filtered.hashtags.length <= 5 && filtered.weekdayHours.length === 168);
  const page = session.posts({ order: "likes", limit: 3, caption: 4 });
  assert.equal(page.total, filtered.all.posts);
  for (const row of page.rows) assert.ok(row.platform === platform && (row.caption ?? "").length <= 8);
  dataset.load([posts({ id: "x_new" })]);
  assert.equal(thrown(() => session.set({})).kind, "argument");
});

test("a notebook in pieces", async () => {
  assert.match(thrown(() => veyl.parseNotebook("")).hint, /initNotebook/);
  await veyl.initNotebook();
  assert.equal(thrown(() => veyl.parseNotebook("```sql\nSELECT 1")).kind, "notebook");
  const source = "---\nparams:\n  least: { type: int, default: 5 }\n---\n\r\n# Q {{best.n}}\n\n```sql best\nSELECT $least AS n\n```\n";
  const notebook = veyl.parseNotebook(source, { least: "7" });
  assert.deepEqual(notebook.params, { least: "7" });
  const [prose, query] = notebook.blocks;
  assert.equal(source.slice(query.begin, query.end).trim(), "```sql best\nSELECT $least AS n\n```");
  assert.deepEqual([query.kind, query.bound.trim(), query.params], ["query", "SELECT $1 AS n", ["least"]]);
  assert.equal(prose.text.slice(prose.holes[0].begin, prose.holes[0].end), "{{best.n}}");
  const { dataset } = sample();
  assert.match(veyl.formatFirst(dataset.view("project_summary"), "POSTS", "int"), /^\d+$/);
  assert.equal(veyl.formatText("1234567", "int"), "1,234,567");
});

test("what is freed is gone, by itself too", () => {
  const dataset = new Dataset();
  const session = dataset.crossfilter();
  assert.equal(typeof dataset[Symbol.dispose ?? Symbol()], Symbol.dispose ? "function" : "undefined");
  session.free();
  session.free();
  assert.equal(thrown(() => session.set({})).kind, "argument");
  dataset.free();
  assert.equal(thrown(() => dataset.counts()).kind, "argument");
});

test("what a listener throws does not disturb a load", async () => {
  const heard = new Promise((resolve) => process.once("uncaughtException", resolve));
  const dataset = new Dataset();
  const report = dataset.load([posts({ id: "x_1" })], {
    onOpened: () => {
      throw new Error("mine");
    },
  });
  assert.equal(report.newPosts, 1);
  assert.equal((await heard).message, "mine");
});

test("a stream is collected and loaded", async () => {
  const { data } = posts({ id: "x_1" }, { id: "x_2" });
  const stream = new Blob([data]).stream();
  const dataset = new Dataset();
  assert.equal((await dataset.loadStream("posts.ndjson", stream)).newPosts, 2);
});
