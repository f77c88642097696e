// What the page holds of the machine's memory.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { after, test } from "node:test";
import { SAMPLE, SKIP, ended, file, pick, settled, visit } from "./visit.mjs";

after(ended);
const browser = { skip: SKIP };

test("fifty rounds of opening and closing leave no memory behind", { ...browser, timeout: 300_000 }, async (t) => {
  const { page } = await visit(t);
  const files = [];
  for (const name of await readdir(SAMPLE)) {
    if (/json|csv/.test(name)) files.push(file(name, await readFile(SAMPLE + name)));
  }
  const session = await page.context().newCDPSession(page);
  const heap = async () => {
    await session.send("HeapProfiler.collectGarbage");
    const { usedSize } = await session.send("Runtime.getHeapUsage");
    return usedSize;
  };
  const round = async () => {
    await pick(page, "Choose files", ...files);
    await settled(page);
    await page.getByRole("link", { name: "Data" }).click();
    const memory = await page.getByText(/^In memory: /).innerText();
    await page.getByRole("button", { name: "Clear everything" }).click();
    await page.getByRole("button", { name: "Clear", exact: true }).click();
    await page.getByRole("heading", { name: "Drop your exports here." }).waitFor();
    return memory;
  };
  const resident = await renderers(page);
  let first;
  let memory;
  for (let at = 0; at < 50; at += 1) {
    memory = await round();
    if (at === 9) first = { heap: await heap(), resident: await resident(), memory };
  }
  const last = { heap: await heap(), resident: await resident(), memory };
  t.diagnostic(`after 10 rounds ${JSON.stringify(first)}, after 50 ${JSON.stringify(last)}`);
  assert.equal(last.memory, first.memory);
  assert.ok(last.heap < first.heap * 1.15 + 1e6, `the page's heap: ${first.heap} to ${last.heap} bytes`);
  assert.ok(
    last.resident < first.resident * 1.25,
    `the renderer's memory: ${first.resident} to ${last.resident} bytes`,
  );
});

/** What the browser's renderers hold of the machine's memory, worker and wasm included. */
async function renderers(page) {
  const session = await page.context().browser().newBrowserCDPSession();
  return async () => {
    const { processInfo } = await session.send("SystemInfo.getProcessInfo");
    let sum = 0;
    for (const { id, type } of processInfo) {
      if (type !== "renderer") continue;
      const status = await readFile(`/proc/${id}/status`, "utf8");
      sum += 1024 * Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0);
    }
    return sum;
  };
}
