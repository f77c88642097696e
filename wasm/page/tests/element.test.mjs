// <veyl-dashboard> in a page that is not veyl's, from the npm package as it is built.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { after, test } from "node:test";
import { SAMPLE, SKIP, assertSoon, ended, number, settled, visit } from "./visit.mjs";

after(ended);
const PACKAGE = process.env.VEYL_PACKAGE ?? new URL("../../pkg", import.meta.url).pathname;
const there = existsSync(`${PACKAGE}/dashboard.js`);
const element = {
  skip: SKIP || (process.env.VEYL_PACKAGE || there ? false : `no dashboard.js in ${PACKAGE}: make page puts it there`),
};

const PAGE = `<!doctype html><html lang="en"><title>A page</title><link rel="stylesheet" href="./mine.css">
<body><h1>Ours</h1><veyl-dashboard src="x-api.ndjson projects.toml" project="Night markets"></veyl-dashboard>
<script type="module" src="./dashboard.js"></script></body></html>`;

const embed = async (t, html = PAGE) =>
  visit(t, {
    dist: PACKAGE,
    extra: {
      "/": html,
      "/mine.css": "veyl-dashboard { --veyl-accent: rgb(1, 2, 250); color-scheme: dark } h1 { color: red }",
      "/x-api.ndjson": await readFile(`${SAMPLE}x-api.ndjson`),
      "/projects.toml": await readFile(`${SAMPLE}projects.toml`),
      "/favicon.ico": "",
    },
  });

test("it opens what src names, shows the project, and takes its colours from the page", element, async (t) => {
  const { page } = await embed(t);
  await settled(page);
  const posts = await number(page, "Posts");
  assert.ok(posts > 20 && posts < 650);
  const bars = page.locator(".timeline path.bars").first();
  assert.equal(await bars.evaluate((path) => getComputedStyle(path).fill), "rgb(1, 2, 250)");

  const told = page.evaluate(
    () =>
      new Promise((done) =>
        document
          .querySelector("veyl-dashboard")
          .addEventListener("veyl-filters", ({ detail }) => detail.caption && done(detail)),
      ),
  );
  await page.getByLabel("Captions that contain").fill("rain");
  assert.deepEqual(await told, { caption: "rain" });

  await page.locator("veyl-dashboard").evaluate((one) => one.removeAttribute("project"));
  await assertSoon(async () => assert.ok((await number(page, "Posts")) < 650));
  await page.locator("veyl-dashboard").evaluate((one) => (one.filters = {}));
  await assertSoon(async () => assert.equal(await number(page, "Posts"), 650));
});

test("what is wrong is said in its place; its worker goes with it", element, async (t) => {
  const { page } = await embed(t, PAGE.replace("Night markets", "<b>None</b>"));
  await page.getByText("there is no project called `<b>None</b>`").waitFor();
  await page.locator("veyl-dashboard").evaluate((one) => one.setAttribute("project", "Night markets"));
  await settled(page);
  assert.equal(page.workers().length, 1);
  await page.locator("veyl-dashboard").evaluate((one) => one.remove());
  await assertSoon(async () => assert.equal(page.workers().length, 0));
});

test("it shows a data set of the page's own, and leaves it to the page", element, async (t) => {
  const { page } = await embed(t, PAGE.replace(/<veyl-dashboard.*<\/veyl-dashboard>/, "<main></main>"));
  const left = await page.evaluate(async () => {
    const { connect } = await import("/client.js");
    const { Dataset } = await connect();
    const data = await Dataset.create();
    await data.load([
      { name: "x-api.ndjson", data: new Uint8Array(await (await fetch("/x-api.ndjson")).arrayBuffer()) },
    ]);
    const element = document.createElement("veyl-dashboard");
    element.data = data;
    document.querySelector("main").append(element);
    await new Promise((done) => setTimeout(done, 1500));
    window.shown = element.shadowRoot.querySelector("[data-figure=Posts] dd").textContent;
    element.remove();
    await new Promise((done) => setTimeout(done, 100));
    return (await data.counts()).posts;
  });
  assert.equal(left, 650);
  assert.equal(await page.evaluate(() => window.shown), "650");
});
