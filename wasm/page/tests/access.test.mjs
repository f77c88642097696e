// Names for screen readers, contrast, roles and landmarks, as axe checks them, in each tab, light and dark.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, test } from "node:test";
import { SKIP, choose, ended, openSample, visit } from "./visit.mjs";

after(ended);
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

async function check(page, where) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }),
  );
  const found = violations.map(
    ({ id, nodes }) =>
      `${where}: ${id}: ${nodes.slice(0, 3).map(({ html, failureSummary }) => `${html.slice(0, 200)} ${failureSummary}`)}`,
  );
  assert.deepEqual(found, []);
}

for (const colorScheme of ["light", "dark"]) {
  test(`every tab, ${colorScheme}`, { skip: SKIP }, async (t) => {
    const { page } = await visit(t, { context: { colorScheme } });
    await page.getByRole("button", { name: "Open the sample" }).waitFor();
    await check(page, "welcome");
    await openSample(page);
    await choose(page, "Night markets");
    await page.getByRole("region", { name: "Lift" }).waitFor();
    await page.getByRole("list", { name: "Platforms" }).getByRole("button").first().click();
    await page.getByRole("button", { name: "Overperforming" }).click();
    await check(page, "dashboard");
    await page.getByRole("link", { name: "Projects" }).click();
    await check(page, "projects");
    await page.getByRole("button", { name: "New project" }).click();
    await page.getByLabel("Scope query").fill("likes>");
    await page.locator(".scope .wrong").waitFor();
    await check(page, "editor");
    await page.getByRole("link", { name: "Data" }).click();
    await page.getByText("How files are read").click();
    await page.getByRole("button", { name: "Clear everything" }).click();
    await check(page, "data");
  });
}

test("on a phone nothing is wider than the screen", { skip: SKIP }, async (t) => {
  const { page } = await visit(t, {
    context: { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true },
  });
  const fits = async (where) => {
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - 360);
    assert.ok(wide <= 0, `${where}: ${wide} pixels too wide`);
  };
  await page.getByRole("button", { name: "Open the sample" }).waitFor();
  await fits("welcome");
  await openSample(page);
  await choose(page, "Night markets");
  await page.getByRole("region", { name: "Lift" }).waitFor();
  await fits("dashboard");
  await page.locator("summary", { hasText: "Download" }).click();
  await fits("downloads");
  for (const term of await page.locator(".term").all()) {
    await term.locator("button").focus();
    const means = term.getByRole("tooltip");
    const { x, width } = await means.boundingBox();
    assert.ok(x >= 0 && x + width <= 360, `${await means.innerText()} from ${x}, ${width} wide`);
    await fits(`the definition of ${await term.locator("button").innerText()}`);
  }
  await page.getByRole("link", { name: "Projects" }).click();
  await page.getByRole("button", { name: "New project" }).click();
  await fits("editor");
  await page.getByRole("link", { name: "Data" }).click();
  await page.getByText("How files are read").click();
  await fits("data");
});
