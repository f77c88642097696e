import assert from "node:assert/strict";
import { test } from "node:test";

import { PACKAGE } from "./support.mjs";

const { default: init, Dataset, VeylError, version } = await import(new URL("veyl.node.js", PACKAGE));
const { call } = await import(new URL("call.js", PACKAGE));
const { panicForTests } = await import(new URL("bindings.js", PACKAGE));

test("a fault ends the instance, which says so ever after", async () => {
  await init();
  const dataset = new Dataset();
  assert.throws(
    () => call(() => panicForTests()),
    (error) => error instanceof VeylError && error.kind === "panic" && /has stopped/.test(error.message),
  );
  for (const work of [() => dataset.counts(), () => new Dataset(), version]) {
    assert.throws(work, (error) => error.kind === "dead" && /has died/.test(error.message) && /again/.test(error.hint));
  }
});
