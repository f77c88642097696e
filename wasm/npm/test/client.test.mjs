import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { PACKAGE, files, sampleProjects, text } from "./support.mjs";

const { connect } = await import(new URL("client.node.js", PACKAGE));
const here = await import(new URL("veyl.node.js", PACKAGE));

let connection;

before(async () => {
  await here.default();
  connection = await connect();
});

after(() => connection.terminate());

test("a worker answers as the face does", async () => {
  const { veyl, Dataset } = connection;
  assert.equal(await veyl.version(), here.version());
  assert.deepEqual(await veyl.formats(), here.formats());
  const dataset = await Dataset.create();
  const progress = [];
  const report = await dataset.load(files("sample"), { now: 0, onProgress: (told) => progress.push(told.source) });
  await dataset.applyProjects(sampleProjects(), 0);
  const local = new here.Dataset();
  assert.deepEqual(report, local.load(files("sample"), { now: 0 }));
  local.applyProjects(sampleProjects(), 0);
  assert.ok(new Set(progress).size > 0);
  assert.deepEqual(await dataset.counts(), local.counts());
  for (const { name } of here.views()) assert.deepEqual(await dataset.view(name), local.view(name), name);
  let rows = 0;
  for await (const batch of dataset.tableBatches("posts", 1000)) {
    rows += text(here.convert(batch, "ndjson")).split("\n").length - 1;
  }
  assert.equal(rows, local.counts().posts);
  const session = await dataset.crossfilter(1);
  assert.deepEqual(await session.set({ caption: "a" }), local.crossfilter(1).set({ caption: "a" }));
  await session.free();
  const again = await Dataset.fromSnapshot(await dataset.snapshot());
  assert.deepEqual(await again.counts(), local.counts());
  const notebook = await veyl.parseNotebook("# Cats\n");
  assert.equal(notebook.blocks[0].kind, "prose");
  await dataset.free();
  await assert.rejects(dataset.counts(), { kind: "argument" });
});

test("errors come over whole", async () => {
  const { veyl } = connection;
  await assert.rejects(veyl.parseScope("#a likes>"), (error) => {
    assert.ok(error instanceof Error && error instanceof here.VeylError);
    assert.deepEqual([error.kind, error.position], ["scope", { column: 10 }]);
    return true;
  });
});

test("a worker that is none is told", async () => {
  await assert.rejects(connect({ worker: new URL("no-such-worker.js", PACKAGE) }));
});
