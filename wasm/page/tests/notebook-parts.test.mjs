// The parts of the notebook that need no browser: parameters, fences, the text of a file, values, DuckDB's errors.
import assert from "node:assert/strict";
import { test } from "node:test";
import { runnerImport } from "vite";

const load = async (path) =>
  (
    await runnerImport(new URL(`../src/notebook/${path}`, import.meta.url).pathname, {
      configFile: false,
      logLevel: "error",
    })
  ).module;
const { setting, withVariables } = await load("duckdb/bind.ts");
const { Crashed, Told, told } = await load("duckdb/errors.ts");
const { codeOf, fenced, hidden, refenced, renamed, wordsOf } = await load("text/fence.ts");
const text = await load("text/document.ts");
const { rounded, valueText } = await load("show/values.ts");

test("parameters stand in SQL as variables, and only where they are parameters", () => {
  const sql = "SELECT '$a', $a, $b, $$ $a $$, $ab -- $a\nFROM t WHERE x = $a";
  const bound = "SELECT '$a', $1, $2, $$ $a $$, $3 -- $a\nFROM t WHERE x = $1";
  assert.equal(
    withVariables(sql, bound, ["a", "b", "ab"]),
    "SELECT '$a', getvariable('veyl_a'), getvariable('veyl_b'), $$ $a $$, getvariable('veyl_ab') -- $a\nFROM t WHERE x = getvariable('veyl_a')",
  );
  assert.equal(withVariables("SELECT '$1', 1", "SELECT '$1', 1", []), "SELECT '$1', 1");
});

test("a value of a parameter is a text in quotes, whatever it says", () => {
  assert.equal(
    setting("a", "text", "it's'; DROP TABLE posts; --"),
    `SET VARIABLE "veyl_a" = CAST('it''s''; DROP TABLE posts; --' AS VARCHAR)`,
  );
  assert.throws(() => setting("a", "text", "x\0y"), /NUL/);
});

test("a fence is longer than any in the code, and the words after it change alone", () => {
  const raw = fenced("sql a rows=5", "SELECT '````'");
  assert.equal(raw, "`````sql a rows=5\nSELECT '````'\n`````");
  assert.deepEqual(wordsOf(raw), ["sql", "a", "rows=5"]);
  assert.equal(codeOf(raw), "SELECT '````'");
  assert.equal(refenced(raw, { code: "SELECT 1" }), "```sql a rows=5\nSELECT 1\n```");
  assert.equal(renamed(["sql", "a", "rows=5", "hide"], "b"), "sql b rows=5 hide");
  // Without a name, `hide` would be the name.
  assert.equal(renamed(["sql", "a", "hide"], ""), "sql");
  assert.equal(hidden(["sql", "hide"], true), "sql hide hide");
  assert.equal(hidden(["sql", "hide", "hide"], false), "sql hide");
});

test("a file that is split and joined is the same file; cells move, come and go between its blank lines", () => {
  const file = "---\ntitle: x\n---\n\n\nOne.\n\n\n```sql a\nSELECT 1\n```\n\nTwo.\n\n\n";
  const at = (part) => ({ begin: file.indexOf(part), end: file.indexOf(part) + part.length });
  const parsed = {
    frontEnd: 17,
    blocks: [
      { kind: "prose", begin: 17, end: file.indexOf("```sql") },
      { kind: "query", ...at("```sql a\nSELECT 1\n```\n") },
      { kind: "prose", begin: file.indexOf("\nTwo"), end: file.length },
    ],
  };
  const document = text.split(file, parsed);
  assert.equal(text.join(document), file);
  assert.deepEqual(
    document.cells.map(({ raw }) => raw),
    ["One.", "```sql a\nSELECT 1\n```", "Two."],
  );
  const [one, a] = document.cells;
  assert.equal(text.nameOf(a), "a");
  const { begin, end } = text.places(document)[1];
  assert.equal(file.slice(begin, end), a.raw);
  assert.match(text.join(text.moved(document, a.id, -1)), /---\n\n\n```sql a\nSELECT 1\n```\n\n\nOne\.\n\nTwo/);
  assert.equal(text.join(text.moved(document, one.id, -1)), file);
  const more = text.inserted(document, text.newCell.query(), a.id);
  assert.match(text.join(more), /SELECT 1\n```\n\n```sql\n```\n\nTwo/);
  assert.equal(text.join(text.removed(more, more.cells[2].id)), file);
});

test("values are exact", () => {
  assert.equal(valueText({ typeId: 7, scale: 2 }, -123456n), "-1234.56");
  assert.equal(valueText({ typeId: 7, scale: 3 }, 5n), "0.005");
  assert.equal(valueText({ typeId: 2, bitWidth: 64 }, 9223372036854775807n), "9223372036854775807");
  assert.equal(valueText({ typeId: 10 }, 1767225600123.456), "2026-01-01T00:00:00.123456Z");
  assert.equal(valueText({ typeId: 10 }, -0.001), "1969-12-31T23:59:59.999999Z");
  assert.equal(valueText({ typeId: 8 }, 1767225600000), "2026-01-01");
  assert.deepEqual([0.123456, -0.5, 12, 1e-7, 1e20, 0].map(rounded), [
    "0.1235",
    "-0.5",
    "12",
    "1e-7",
    "100000000000000000000",
    "0",
  ]);
});

test("errors of DuckDB name their line and column, and what is not in a page", () => {
  const wrong = told(new Error('Binder Error: column "nope" not found\n\nLINE 3:   nope from t\n          ^'));
  assert.ok(wrong instanceof Told);
  assert.deepEqual([wrong.line, wrong.column], [3, 2]);
  assert.equal(wrong.message, 'Binder Error: column "nope" not found');
  assert.ok(told(new Error("memory access out of bounds")) instanceof Crashed);
  const json = told(new Error('{"exception_type":"Invalid Input","exception_message":"no column"}'));
  assert.equal(json.message, "Invalid Input Error: no column");
  assert.match(told(new Error('Parser Error: syntax error at or near "DROP"')).hint, /^Cells ask/);
});
