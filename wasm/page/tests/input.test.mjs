// Files that come in, in a browser: dropped, broken, hostile, in part unusable.
import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { after, test } from "node:test";
import { SKIP, assertSoon, ended, file, number, pick, settled, visit } from "./visit.mjs";

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

test("files are read where they are dropped, on any tab", browser, async (t) => {
  const { page } = await visit(t);
  await page.getByRole("link", { name: "Projects" }).click();
  await page.getByRole("button", { name: "New project" }).waitFor();
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

test("a file of which no row can be used says so", browser, async (t) => {
  const { page } = await visit(t);
  await pick(page, "Choose files", file("posts.ndjson", posts([post(1, { id: null }), post(2, { id: "" })])));
  await page.getByText("2 rows could not be used").waitFor();
  await page.getByRole("link", { name: "Dashboard" }).click();
  await page.getByRole("heading", { name: "Drop your exports here." }).waitFor();
});

test("what carries HTML, scripts, overrides or megabytes shows as text", browser, async (t) => {
  const { page } = await visit(t);
  const html = '<img src=x onerror="window.ran=1"><script>window.ran=1</script>';
  const rtl = "abc\u202Egnp.exe";
  const rows = [
    post(1, { caption: html, author: `<b onmouseover=window.ran=1>${rtl}</b>` }),
    post(2, { id: "mastodon_javascript:window.ran=1", platform: "mastodon", caption: "a link" }),
    post(3, { caption: "long ".repeat(400_000) }),
    post(4, { author: "n".repeat(1000), hashtags: ["h".repeat(3000), html, "tag"] }),
    post(5, { platform: "<svg onload=window.ran=1>", id: "<svg onload=window.ran=1>_1" }),
  ];
  await pick(page, "Choose files", file(`<img src=x onerror=window.ran=1>.ndjson`, posts(rows)));
  // The platform is none: that row is rejected, and shown as it came.
  await page.getByRole("cell", { name: "<svg onload=window.ran=1>" }).waitFor();
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
