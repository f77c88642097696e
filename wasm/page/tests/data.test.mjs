// Data and projects in a browser: in, kept, out, cleared; what is broken or hostile.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { after, test } from "node:test";
import {
  SAMPLE,
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

const posts = (rows) => rows.map((row) => JSON.stringify(row)).join("\n");
const post = (n, more = {}) => ({
  id: `instagram_p${n}`,
  platform: "instagram",
  author: `author${n % 3}`,
  caption: `post ${n}`,
  hashtags: ["tag"],
  likes: n,
  comments: 1,
  shares: 0,
  views: 100,
  posted_at: `2026-05-${String(1 + (n % 28)).padStart(2, "0")}T12:00:00Z`,
  ...more,
});

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
  assert.match(await page.locator(".scope .wrong").innerText(), /^Column 1[45]: /);
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

test("files are read where they are dropped, on any tab", browser, async (t) => {
  const { page } = await visit(t);
  await page.getByRole("link", { name: "Projects" }).click();
  const transfer = await page.evaluateHandle(
    (text) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], "posts.ndjson"));
      return transfer;
    },
    posts([post(1), post(2)]),
  );
  await page.dispatchEvent("body", "dragenter", { dataTransfer: transfer });
  await page.getByText("Drop to read").waitFor();
  await page.dispatchEvent("body", "drop", { dataTransfer: transfer });
  await settled(page);
  assert.equal(await number(page, "Posts"), 2);
  assert.equal(await page.getByText("Drop to read").count(), 0);
});

test("a broken file says what is wrong and where, and changes nothing", browser, async (t) => {
  const { page } = await visit(t);
  await pick(page, "Choose files", file("posts.ndjson", posts([post(1), post(2)])));
  await settled(page);
  await page.getByRole("link", { name: "Data" }).click();
  const gzipped = gzipSync(Buffer.from(posts([post(3), post(4)])));
  const broken = [
    file("cut.ndjson.gz", gzipped.subarray(0, gzipped.length - 12)),
    file("broken.parquet", "PAR1 this is none PAR1"),
    file("noise.bin", Buffer.from(Array.from({ length: 4000 }, (_, n) => (n * 7919) % 251))),
    file("broken.veyl", "not a snapshot"),
    file("projects.toml", '[[project]]\nname = "A"\nhashtags = ["a"]\nscope_query = "likes>"\n'),
    file("empty.csv", ""),
  ];
  for (const one of broken) {
    await pick(page, "Add files", one);
    const trouble = page.locator(".trouble");
    await trouble.waitFor();
    assert.ok((await trouble.innerText()).length > 20, one.name);
    await trouble.getByRole("button", { name: "Dismiss" }).click();
    await trouble.waitFor({ state: "detached" });
  }
  await pick(page, "Add files", file("more.ndjson", posts([post(5)])));
  await assertSoon(async () => assert.equal(await page.locator(".counts dd").first().innerText(), "3"));
  assert.equal(await page.locator(".cards > li").count(), 0);
});

test("rows that can not be used are counted and shown with their place", browser, async (t) => {
  const { page } = await visit(t);
  await pick(
    page,
    "Choose files",
    file("posts.ndjson", posts([post(1), post(2, { likes: "<b>many</b>" }), post(3, { posted_at: "yesterday" })])),
  );
  await page.getByText("2 rows could not be used").waitFor();
  const table = page.getByRole("region", { name: "Load" }).locator("table").last();
  assert.match(await table.innerText(), /posts\.ndjson.*line 2.*<b>many<\/b>/s);
});

test("what carries HTML, scripts, overrides or megabytes shows as text", browser, async (t) => {
  const { page } = await visit(t);
  const html = '<img src=x onerror="window.ran=1"><script>window.ran=1</script>';
  const rtl = "abc\u202Egnp.exe";
  const rows = [
    post(1, { caption: html, author: `<b onmouseover=window.ran=1>${rtl}</b>` }),
    post(2, { id: "mastodon_javascript:window.ran=1", platform: "mastodon", caption: "a link" }),
    post(3, { caption: "long ".repeat(400_000) }),
    post(4, { author: "n".repeat(5000), hashtags: ["h".repeat(3000), html, "tag"] }),
    post(5, { platform: "<svg onload=window.ran=1>", id: "<svg onload=window.ran=1>_1" }),
  ];
  await pick(page, "Choose files", file(`<img src=x onerror=window.ran=1>.ndjson`, posts(rows)));
  await page.getByRole("link", { name: "Dashboard" }).click();
  await settled(page);
  const list = page.getByRole("region", { name: "Posts", exact: true });
  assert.ok((await list.innerText()).includes(html));
  assert.equal(
    await page.locator(".dashboard img, .dashboard script, .dashboard b, .dashboard svg[onload]").count(),
    0,
  );
  assert.equal(await page.locator('a[href^="javascript" i]').count(), 0);
  assert.match(await list.innerText(), /characters more/);
  assert.ok((await page.locator("body").innerText()).length < 40_000, "megabytes are cut");
  const author = list.locator(".author bdi").filter({ hasText: "gnp.exe" });
  assert.equal(await author.evaluate((element) => getComputedStyle(element).unicodeBidi), "isolate");
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  assert.equal(overflow, 0, "nothing makes the page wider");

  await page.getByRole("link", { name: "Projects" }).click();
  await pick(
    page,
    "Import",
    file("p.toml", `[[project]]\nname = '${html}'\ndescription = '''${html}'''\nhashtags = ["tag"]\n`),
  );
  await page.locator(".cards > li").waitFor();
  await page.getByRole("button", { name: "Open" }).click();
  await settled(page);
  await page.getByRole("link", { name: "Data" }).click();
  await page.waitForTimeout(200);
  assert.equal(await page.evaluate(() => window.ran), undefined);
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
