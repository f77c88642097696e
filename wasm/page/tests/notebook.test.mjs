// The notebook in a browser: cells, answers, errors, files, what is kept.
import assert from "node:assert/strict";
import { readFileSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { answers, cell, idle, openBook, openTab, run, shown, write, wrong } from "./book.mjs";
import { NO_COMMAND, veyl } from "./native.mjs";
import { SKIP, assertSoon, downloaded, ended, file, openSample, pick, settled, visit } from "./visit.mjs";

after(ended);
const browser = { skip: SKIP };
const BOOKS = new URL("../../../data/notebooks/", import.meta.url).pathname;
const book = (name) => readFileSync(join(BOOKS, `${name}.md`), "utf8");

async function withSample(t, options) {
  const visited = await visit(t, options);
  await openSample(visited.page);
  await openTab(visited.page);
  return visited;
}

async function withCell(t, options) {
  const visited = await withSample(t, options);
  await openBook(visited.page, "An empty notebook");
  return visited;
}

const importBook = (page, name, text) => pick(page, "Import a notebook in Markdown", file(name, text));
const exported = async (page) =>
  (await downloaded(page, () => page.getByRole("button", { name: "Export" }).click())).bytes.toString("utf8");

test("nothing of it is fetched before it is opened", browser, async (t) => {
  const { page, asked } = await visit(t);
  await openSample(page);
  const before = asked.length;
  assert.ok(!asked.some((path) => /duckdb|notebook|draw/.test(path)), asked.join(" "));
  await openTab(page);
  assert.ok(asked.slice(before).some((path) => path.includes("duckdb-eh")));
});

for (const [name, title] of [
  ["month", "What happened this month"],
  ["hashtags", "Which hashtags lift engagement"],
  ["compare", "Two projects side by side"],
]) {
  test(`${name}.md gives what the command gives`, { skip: SKIP || NO_COMMAND }, async (t) => {
    const { page } = await withSample(t);
    await openBook(page, title);
    const into = join(mkdtempSync(join(tmpdir(), "veyl-book-")), "out.md");
    veyl("notebook", "run", join(BOOKS, `${name}.md`), "-o", into);
    const ran = readFileSync(into, "utf8");
    const cells = [...ran.matchAll(/^```sql (\w+)\n(?:(?!```).*\n)*```\n\n((?:\|.*\n)+)/gm)];
    assert.ok(cells.length > 0);
    for (const [, sql, table] of cells) {
      const rows = table.trim().split("\n").slice(2).map(plainCells);
      const mine = await shown(page, sql);
      // Long tables are cut in the command, and only in part in sight here.
      const most = Math.min(rows.length, mine.length);
      assert.ok(most > 0 || rows.length === 0);
      assert.deepEqual(
        mine.slice(0, most).map((row) => row.map(plain)),
        rows.slice(0, most),
        sql,
      );
    }
    // Values in prose.
    const prose = plain(
      ran
        .replace(/^```[^]*?^```/gm, "")
        .replace(/^\|.*$/gm, "")
        .replace(/^- .*$/gm, ""),
    );
    for (const text of await page.locator(".prose > p").allInnerTexts()) {
      assert.ok(prose.includes(plain(text)), `${text}\nis not in\n${prose}`);
    }
    await assertSoon(async () => assert.equal(await page.locator("figure[data-state=drawn] svg").count(), 1));
    assert.ok((await page.locator("figure svg .mark-rect path, figure svg .mark-line path").count()) > 0);
    // What was not edited is the same file, to the byte.
    assert.equal(await exported(page), book(name));
  });
}

/** A text without what Markdown escapes, and without what only wraps lines. */
const plain = (text) =>
  text
    .replace(/\\(?=[^A-Za-z0-9\s])/g, "")
    .replace(/[*`#]/g, "")
    .replace(/&(amp|lt|gt);/g, (_, name) => ({ amp: "&", lt: "<", gt: ">" })[name])
    .replace(/\s+/g, " ")
    .trim();
const plainCells = (line) =>
  line
    .slice(1)
    .replace(/\|\s*$/, "")
    .split(/(?<!\\)\|/)
    .map(plain);

test(
  "cells read each other by name; an error stands at its line; DuckDB's missing parts are named",
  browser,
  async (t) => {
    const { page } = await withCell(t);
    await write(page, "by_platform", "SELECT 40 AS a, NULL AS b, 1e18::BIGINT + 1 AS c, 'x' AS d");
    await run(page, "by_platform");
    await answers(page, "by_platform", [["40", "NULL", "1000000000000000001", "x"]]);
    await page.getByRole("button", { name: "+ SQL" }).last().click();
    const fresh = page.getByRole("region", { name: "SQL cell", exact: true });
    await fresh.getByLabel("Name of the cell").fill("second");
    await fresh.getByLabel("Name of the cell").press("Tab");
    await write(page, "second", "SELECT a + 2 AS answer\nFROM by_platform");
    await run(page, "second");
    await answers(page, "second", [["42"]]);
    // What reads a cell follows it.
    await write(page, "by_platform", "SELECT 50 AS a");
    await run(page, "by_platform");
    await answers(page, "second", [["52"]]);

    await write(page, "second", "SELECT a,\n  nope\nFROM by_platform");
    await run(page, "second");
    assert.match(await wrong(page, "second"), /Referenced column "nope" not found/);
    assert.equal(await cell(page, "second").locator(".cm-lintRange-error").innerText(), "nope");
    await write(page, "second", "SELECT * FROM read_parquet('x.parquet')");
    await run(page, "second");
    assert.match(await wrong(page, "second"), /parquet extension is not in this page/);
    await write(page, "second", "SELECT * FROM second");
    await page.getByText(/the cell second \(line \d+\) reads itself/).waitFor();
  },
);

test("SQL gets out of nothing and changes nothing", browser, async (t) => {
  const { page } = await withCell(t);
  const tries = [
    "DROP TABLE posts",
    "DELETE FROM posts",
    "INSERT INTO platforms VALUES (9, 'x')",
    "CREATE TABLE x AS SELECT 1",
    "SELECT 1; DROP TABLE posts",
    "COPY posts TO 'out.csv'",
    "COPY (SELECT 1) TO 'http://127.0.0.1/x'",
    "SELECT * FROM read_csv('http://127.0.0.1:1/x.csv')",
    "FROM 'x.csv'",
    "FROM read_text('/etc/passwd')",
    "SELECT * FROM glob('*')",
    "ATTACH 'x.db'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET enable_external_access = true",
    "RESET lock_configuration",
    "PRAGMA database_list",
    "SET VARIABLE x = 1",
    "CALL pragma_version()",
    "EXPORT DATABASE 'x'",
    "SELECT getenv('HOME')",
    "SELECT 1 AS a FROM posts); DROP TABLE posts; --",
    "CREATE MACRO m() AS 1",
    "BEGIN",
    "VACUUM",
    "USE temp",
    "CHECKPOINT",
    "PREPARE p AS SELECT 1",
    "EXECUTE p",
    "COMMENT ON TABLE posts IS 'x'",
    "ALTER TABLE posts DROP author",
    "TRUNCATE posts",
  ];
  for (const sql of tries) {
    await write(page, "by_platform", sql);
    await run(page, "by_platform");
    assert.match(await cell(page, "by_platform").locator(".status").innerText(), /^failed/, sql);
  }
  await write(page, "by_platform", "SELECT count(*) FROM posts");
  await run(page, "by_platform");
  await answers(page, "by_platform", [["3900"]]);
});

test("a query that would run for hours is stopped, and the notebook goes on", browser, async (t) => {
  const { page } = await withCell(t);
  await write(
    page,
    "by_platform",
    "SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE hash(a.range + b.range) = 1",
  );
  await cell(page, "by_platform").getByRole("button", { name: "Run the cell by_platform" }).click();
  await cell(page, "by_platform")
    .getByText(/^running, /)
    .waitFor();
  const begun = Date.now();
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await cell(page, "by_platform").getByText("stopped", { exact: true }).waitFor();
  // A third of a second where nothing else runs; this machine may be busy.
  assert.ok(Date.now() - begun < 10_000, `it took ${Date.now() - begun} ms`);
  await write(page, "by_platform", "SELECT 42 AS a");
  await run(page, "by_platform");
  await answers(page, "by_platform", [["42"]]);
  // Where DuckDB itself breaks down, it is started anew, with its tables.
  await write(page, "by_platform", "SELECT list_sum(list_transform(range(0, 300000000), x -> x * 2))");
  await run(page, "by_platform");
  assert.match(await cell(page, "by_platform").locator(".status").innerText(), /^failed/);
  await write(page, "by_platform", "SELECT count(*) FROM posts");
  await run(page, "by_platform");
  await answers(page, "by_platform", [["3900"]]);
  await importBook(
    page,
    "slow.md",
    "---\nlimit: 1\n---\n```sql slow\nSELECT count(*) FROM range(10000000) a, range(10000000) b\n```\n",
  );
  await idle(page);
  await cell(page, "slow").getByText("the cell ran longer than its 1 s").waitFor();
});

test("what is made is exported, imported, kept and cleared", browser, async (t) => {
  const { page } = await withCell(t);
  await write(page, "by_platform", "SELECT 'Ärger ``` und \\{{' AS a, $x AS b");
  await page.getByText(/there is no parameter `\$x`/).waitFor();
  await page.getByRole("button", { name: "Markdown", exact: true }).click();
  const source = page.getByRole("textbox", { name: "The notebook as Markdown" });
  await source.click();
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.insertText("---\ntitle: Kept\nparams:\n  x: { type: int, default: 7 }\n---\n\n");
  await page.getByRole("button", { name: "Cells" }).click();
  await idle(page);
  await answers(page, "by_platform", [["Ärger ``` und \\{{", "7"]]);
  await page.getByRole("button", { name: "+ Text" }).last().click();
  await page.locator(".cm-focused").waitFor();
  await page.keyboard.insertText("The answer is **{{by_platform.b|int}}**, {{params.x}}.");
  await page.keyboard.press("Escape");
  await page.locator(".prose p", { hasText: "The answer is 7, 7." }).waitFor();
  await page.getByLabel("x", { exact: true }).fill("12345");
  await page.getByLabel("x", { exact: true }).press("Tab");
  await page.locator(".prose p", { hasText: "The answer is 12,345, 12345." }).waitFor();
  const text = await exported(page);
  assert.match(text, /^---\ntitle: Kept/);
  await importBook(page, "again.md", text);
  await idle(page);
  await answers(page, "by_platform", [["Ärger ``` und \\{{", "7"]]);
  assert.equal(await exported(page), text);

  await page.getByRole("button", { name: "Kept", exact: true }).click();
  await page.locator(".prose p", { hasText: "The answer is 12,345, 12345." }).waitFor();
  await page.waitForTimeout(600); // what is typed is written down a moment later
  await page.reload();
  await settledTab(page);
  await page.locator(".prose p", { hasText: "The answer is 12,345, 12345." }).waitFor({ timeout: 60_000 });
  assert.equal(await exported(page), text);

  await page.getByRole("link", { name: "Data" }).click();
  await page.getByRole("button", { name: "Clear everything" }).click();
  await page
    .getByRole("group", { name: "Clear everything?" })
    .getByRole("button", { name: "Clear", exact: true })
    .click();
  await page.getByText("Everything is cleared.").waitFor({ state: "attached" });
  await page.getByRole("link", { name: "Notebook" }).click();
  await page.getByRole("button", { name: "An empty notebook" }).waitFor();
  assert.equal(await page.locator(".books button").count(), 0);
});

async function settledTab(page) {
  await page.getByText(/^DuckDB v1/).waitFor({ timeout: 60_000 });
  await idle(page);
}

test("tables follow the data of the page", browser, async (t) => {
  const { page } = await withCell(t);
  await write(page, "by_platform", "SELECT count(*) FROM posts");
  await run(page, "by_platform");
  await answers(page, "by_platform", [["3900"]]);
  await page.evaluate(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(["id,platform,author,caption,likes\nn1,x,someone,new,3\n"], "more.csv"));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
  });
  await answers(page, "by_platform", [["3901"]]);
});

test("a notebook of a project that there is not says so; another can be chosen", browser, async (t) => {
  const { page } = await withSample(t);
  await importBook(
    page,
    "p.md",
    "---\nproject: Nobody\n---\n```sql n\nSELECT count(DISTINCT project_id) AS n FROM project_posts\n```\n",
  );
  await page.getByText("There is no project “Nobody” in this data").waitFor();
  await page.getByLabel("project", { exact: true }).selectOption("Night markets");
  await idle(page);
  await answers(page, "n", [["1"]]);
  await page.getByLabel("project", { exact: true }).selectOption("all projects");
  await idle(page);
  await answers(page, "n", [["3"]]);
});

test("all that comes from data or notebook shows as text", browser, async (t) => {
  const { page } = await visit(t);
  const evil =
    '<img src=x onerror="document.title=`out`"><script>document.title="out"</script>[x](javascript:alert(1)) {{a.b}} \u202Egnp';
  await pick(
    page,
    "Choose files",
    file(
      "posts.json",
      JSON.stringify([{ id: "1", platform: "x", author: evil, caption: evil + "y".repeat(3_000_000), likes: 1 }]),
    ),
  );
  await settled(page);
  await openTab(page);
  const text = `# <b>bold</b> {{evil.author}}\n\n<script>document.title="out"</script> [bad](javascript:alert(1)) [good](https://example.com/x) ![i](https://example.com/i.png)\n\n\`\`\`sql evil\nSELECT author, caption FROM posts\n\`\`\`\n`;
  await importBook(page, "evil.md", text);
  await idle(page);
  await page.locator(".prose h1").getByText(evil.slice(0, 20)).waitFor();
  assert.equal(await page.locator(".prose h1").innerText(), `<b>bold</b> ${evil}`);
  assert.equal(await page.locator(".prose script, .prose img, .prose b, .grid img").count(), 0);
  assert.deepEqual(
    await page.locator(".prose a").evaluateAll((links) => links.map((link) => link.getAttribute("href"))),
    ["https://example.com/x", "https://example.com/i.png"],
  );
  const [[author, caption]] = await shown(page, "evil");
  assert.equal(author, evil);
  assert.ok(caption.startsWith(evil) && caption.length < 400);
  assert.equal(await page.title(), await page.evaluate(() => document.title));
  assert.ok(!(await page.title()).includes("out"));
});

test("a result is downloaded as Parquet, CSV and Arrow", browser, async (t) => {
  const { page } = await withCell(t);
  await write(page, "by_platform", "SELECT 1 AS a, '=1+1' AS b, sum(range) AS c, ['x','y'] AS d FROM range(10)");
  await run(page, "by_platform");
  const save = (name) =>
    downloaded(page, () =>
      cell(page, "by_platform")
        .getByRole("button", { name: `as ${name}` })
        .click(),
    );
  const csv = await save("CSV");
  assert.equal(csv.name, "by_platform.csv");
  assert.equal(csv.bytes.toString("utf8").replaceAll("\r", ""), `a,b,c,d\n1,'=1+1,45,"[""x"",""y""]"\n`);
  assert.equal((await save("Parquet")).bytes.subarray(0, 4).toString(), "PAR1");
  assert.equal((await save("Arrow")).bytes.subarray(0, 6).toString(), "ARROW1");
});

test("a long result scrolls to its end", browser, async (t) => {
  const { page } = await withCell(t);
  await write(page, "by_platform", "SELECT range AS n FROM range(1000000)");
  await run(page, "by_platform");
  await assertSoon(async () => assert.equal((await shown(page, "by_platform"))[0][0], "0"));
  const table = page.getByRole("table", { name: "Result of by_platform" });
  assert.equal(await table.getAttribute("aria-rowcount"), "1000001");
  await table.evaluate((element) => element.scrollTo({ top: element.scrollHeight }));
  await assertSoon(async () => assert.equal((await shown(page, "by_platform")).at(-1)[0], "999999"));
  assert.ok((await shown(page, "by_platform")).length < 60);
});
