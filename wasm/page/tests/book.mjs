// The notebook's tab, as the tests use it.
import assert from "node:assert/strict";
import { assertSoon } from "./visit.mjs";

/** A run may have to fetch and start DuckDB, on a machine that does other things too. */
const PATIENCE = 60_000;

export async function openTab(page) {
  await page.getByRole("link", { name: "Notebook" }).click();
  await page.getByText(/^DuckDB v1\.\d+\.\d+, in this page$/).waitFor({ timeout: PATIENCE });
}

/** Waits until nothing runs. */
export const idle = (page) => page.locator(".book[data-state=idle]").waitFor({ timeout: PATIENCE });

/** Opens one of the notebooks that come along. */
export async function openBook(page, name) {
  await page.getByRole("button", { name: "New…" }).click();
  await page.locator(".gallery").getByRole("button", { name }).click();
  await idle(page);
}

/** A cell by its name. */
export const cell = (page, name) => page.getByRole("region", { name: `SQL cell ${name}`, exact: true });

/** Puts SQL in place of a cell's. */
export async function write(page, name, sql) {
  await cell(page, name)
    .getByRole("textbox", { name: `SQL of ${name}` })
    .click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(sql);
}

export async function run(page, name) {
  await cell(page, name)
    .getByRole("button", { name: `Run the cell ${name}` })
    .click();
  await idle(page);
}

/** What a cell's table shows, row by row; all rows must be in sight. */
export const shown = (page, name) =>
  cell(page, name)
    .locator(".row")
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((value) => value.textContent)));

export async function answers(page, name, rows) {
  await assertSoon(async () => assert.deepEqual(await shown(page, name), rows));
}

/** What is wrong with a cell. */
export const wrong = (page, name) => cell(page, name).getByRole("alert").innerText();
