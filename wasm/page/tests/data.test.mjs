// Data and projects in a browser: made, kept, taken out, cleared.
import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { after, test } from "node:test";
import {
  SKIP,
  assertSoon,
  choose,
  downloaded,
  ended,
  file,
  number,
  openSample,
  pick,
  settled,
  visit,
} from "./visit.mjs";

after(ended);
const browser = { skip: SKIP };

test("a project is made by picking, with a query whose error stands at its column", browser, async (t) => {
  const { page } = await visit(t);
  await openSample(page);
  await page.getByRole("link", { name: "Projects" }).click();
  await page.getByRole("button", { name: "New project" }).click();
  await page.getByRole("button", { name: "Save" }).click();
  assert.equal(await page.locator("form .wrong[role=alert]").innerText(), "Give the project a name.");
  await page.getByLabel("Name", { exact: true }).fill("Skewers");
  await page.getByLabel("Search hashtags").fill("skewe");
  await page
    .getByRole("list", { name: "Hashtags to pick from" })
    .getByLabel(/^#skewers/)
    .check();

  const query = page.getByLabel("Scope query");
  await query.fill("likes>10 AND (");
  await page.locator(".scope .wrong").waitFor();
  assert.match(await page.locator(".scope .wrong").innerText(), /^Column 15: expected a term/);
  assert.equal(await query.getAttribute("aria-invalid"), "true");
  await page.getByRole("button", { name: "Save" }).click();
  assert.equal(await page.locator("form > .wrong").innerText(), "The scope query has an error.");
  await query.fill("likes>10");
  await page.getByText("Read as").waitFor();
  await page.getByRole("button", { name: "Save" }).click();
  await settled(page);
  assert.equal(
    await page.getByLabel("Project", { exact: true }).evaluate((select) => select.selectedOptions[0].textContent),
    "Skewers",
  );
  const narrowed = await number(page, "Posts");
  assert.ok(narrowed > 0);

  await page.getByRole("link", { name: "Projects" }).click();
  await page.getByRole("listitem").filter({ hasText: "Skewers" }).getByRole("button", { name: "Edit" }).click();
  await page.getByLabel("Name", { exact: true }).fill("All skewers");
  await page.getByLabel("Scope query").fill("");
  await page.getByRole("button", { name: "Save" }).click();
  await assertSoon(async () => assert.ok((await number(page, "Posts")) > narrowed));
  const names = await page.getByLabel("Project", { exact: true }).locator("option").allInnerTexts();
  assert.ok(names.includes("All skewers") && !names.includes("Skewers"), names.join());
});

test("projects go out as TOML and come in again", browser, async (t) => {
  const { page } = await visit(t);
  await openSample(page);
  await page.getByRole("link", { name: "Projects" }).click();
  const out = await downloaded(page, () => page.getByRole("button", { name: "Export" }).click());
  assert.equal(out.name, "projects.toml");
  for (const name of ["Night markets", "Grow your own"]) {
    const card = page.getByRole("listitem").filter({ hasText: name });
    await card.getByRole("button", { name: `Remove ${name}` }).click();
    await card.getByRole("button", { name: "Remove it" }).click();
    await card.waitFor({ state: "detached" });
  }
  await pick(page, "Import", file("projects.toml", out.bytes));
  await assertSoon(async () => assert.equal(await page.locator(".cards > li").count(), 3));
  const again = await downloaded(page, () => page.getByRole("button", { name: "Export" }).click());
  assert.equal(
    again.bytes.toString().split("\n").sort().join("\n"),
    out.bytes.toString().split("\n").sort().join("\n"),
  );
});

test("a reload finds everything, and clearing leaves nothing", browser, async (t) => {
  const { page, asked } = await visit(t);
  await openSample(page);
  await choose(page, "People who cycle");
  await page.getByRole("list", { name: "Platforms" }).getByRole("button").first().click();
  await page.getByRole("button", { name: /^Colours: auto/ }).click();
  await settled(page);
  const before = await page.locator(".figures").innerText();
  await page.waitForTimeout(900); // data is kept once it has been quiet
  asked.length = 0;
  await page.reload();
  await settled(page);
  assert.equal(await page.locator(".figures").innerText(), before);
  assert.equal(await page.getByRole("list", { name: "Filters" }).getByRole("button").count(), 1);
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "light");
  assert.ok(!asked.some((path) => /ndjson|\.gz/.test(path)), "the sample was not fetched again");

  await page.getByRole("link", { name: "Data" }).click();
  await page.getByRole("button", { name: "Clear everything" }).click();
  await page.getByRole("button", { name: "Clear", exact: true }).click();
  await page.getByRole("heading", { name: "Drop your exports here." }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "Drop your exports here." }).waitFor();
});

test("a snapshot goes out and opens again", browser, async (t) => {
  const { page } = await visit(t);
  await openSample(page);
  await page.getByRole("link", { name: "Data" }).click();
  const out = await downloaded(page, () => page.getByRole("button", { name: "Save a snapshot" }).click());
  await page.getByRole("button", { name: "Clear everything" }).click();
  await page.getByRole("button", { name: "Clear", exact: true }).click();
  await page.getByRole("heading", { name: "Drop your exports here." }).waitFor();
  await pick(page, "Choose files", file("data.veyl", out.bytes));
  await settled(page);
  assert.equal(await number(page, "Posts"), 3900);
});

test("what the first visit loads is small, and asks for nothing of DuckDB", browser, async (t) => {
  const { page, server } = await visit(t);
  const paths = new Set();
  page.on("response", (response) => paths.add(new URL(response.url()).pathname));
  await page.reload();
  await page.getByRole("button", { name: "Open the sample" }).waitFor();
  await page.waitForLoadState("networkidle");
  let size = 0;
  for (const path of paths) {
    assert.doesNotMatch(path, /duckdb/i);
    if (path.endsWith(".wasm")) continue;
    size += gzipSync(Buffer.from(await (await fetch(server.origin + path)).arrayBuffer()), { level: 9 }).length;
  }
  t.diagnostic(`first load without the wasm: ${(size / 1000).toFixed(1)} kB gzipped`);
  assert.ok(size > 10_000 && size <= 200_000, `${size} bytes`);
});

test("a store that serves the page is open at once", browser, async (t) => {
  const first = await visit(t);
  await openSample(first.page);
  await first.page.getByRole("link", { name: "Data" }).click();
  const snapshot = await downloaded(first.page, () =>
    first.page.getByRole("button", { name: "Save a snapshot" }).click(),
  );

  const index = await (await fetch(`${first.server.origin}/`)).text();
  const { page } = await visit(t, {
    extra: {
      "/": index.replace("<head>", '<head><meta name="veyl-store" content="./data/store.json">'),
      "/data/store.json": JSON.stringify({ name: "our <b>store</b>", counts: {}, snapshot: "./data/store.veyl" }),
      "/data/store.veyl": snapshot.bytes,
    },
  });
  await settled(page);
  assert.equal(await number(page, "Posts"), 3900);
  assert.match(await page.locator(".store").innerText(), /our <b>store<\/b>/);
});
