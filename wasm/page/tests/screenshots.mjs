// Pictures of the page, light, dark and narrow, into `screenshots/` (which git ignores), to be
// looked at: node tests/screenshots.mjs [DIST]
import { mkdir } from "node:fs/promises";
import { launch } from "./browser.mjs";
import { serve } from "./server.mjs";

const here = new URL("..", import.meta.url).pathname;
const folder = `${here}screenshots`;
await mkdir(folder, { recursive: true });
const server = await serve(process.argv[2] ?? `${here}dist`);
const browser = await launch(["--force-color-profile=srgb"]);

const looks = [
  { name: "light", colorScheme: "light", viewport: { width: 1280, height: 900 } },
  { name: "dark", colorScheme: "dark", viewport: { width: 1280, height: 900 } },
  { name: "narrow", colorScheme: "light", viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
];

for (const { name, ...look } of looks) {
  const page = await browser.newPage({ ...look, deviceScaleFactor: 1 });
  page.on("console", (message) => console.error(name, message.text()));
  page.on("pageerror", (error) => console.error(name, error.message));
  const shot = (part) => page.screenshot({ path: `${folder}/${part}-${name}.png`, fullPage: true });
  await page.goto(server.origin);
  await page.getByRole("button", { name: "Open the sample" }).waitFor();
  await shot("welcome");
  await page.getByRole("button", { name: "Open the sample" }).click();
  await page.getByRole("region", { name: "Lift" }).waitFor();
  await page.waitForTimeout(600);
  await shot("everything");
  await page.getByLabel("Project", { exact: true }).selectOption({ label: "Night markets" });
  await page.getByRole("region", { name: "Lift" }).waitFor();
  await page.waitForTimeout(600);
  await shot("project");
  const plot = await page.locator(".timeline .plot").boundingBox();
  await page.mouse.move(plot.x + plot.width * 0.7, plot.y + 60);
  await page.mouse.down();
  await page.mouse.move(plot.x + plot.width * 0.95, plot.y + 60, { steps: 6 });
  await page.mouse.up();
  await page.getByRole("list", { name: "Platforms" }).getByRole("button").first().click();
  await page.getByRole("button", { name: "Overperforming" }).click();
  await page.waitForTimeout(700);
  await shot("filtered");
  await page.getByRole("link", { name: "Projects" }).click();
  await shot("projects");
  await page.getByRole("button", { name: "New project" }).click();
  await page.getByLabel("Search hashtags").fill("market");
  await page.getByLabel("Scope query").fill("after:2026-06-01 likes>! OR #fyp");
  await page.waitForTimeout(400);
  await page.getByLabel("market").first().check();
  await shot("editor");
  await page.getByRole("link", { name: "Data" }).click();
  await page.waitForTimeout(200);
  await shot("data");
  await page.getByRole("link", { name: "Notebook" }).click();
  await page.getByRole("button", { name: "Which hashtags lift engagement" }).click();
  await page.locator(".book[data-state=idle]").waitFor({ timeout: 60_000 });
  await page.locator("figure[data-state=drawn]").waitFor();
  await shot("notebook");
  await page.close();
}
await browser.close();
await server.close();
