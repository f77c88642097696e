// A visit to the built page: what every test watches for, whatever it tests. No request leaves
// the origin, and nothing is an error on the console.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { CHROMIUM, found, launch } from "./browser.mjs";
import { serve } from "./server.mjs";

export const DIST = process.env.VEYL_PAGE ?? new URL("../dist", import.meta.url).pathname;
export const SAMPLE = new URL("../../../data/sample/", import.meta.url).pathname;

const built = existsSync(`${DIST}/index.html`);
/** Why the browser's tests can not run here; false where they can. Where make says that both are there, they must be. */
export const SKIP =
  process.env.VEYL_PAGE || (found && built)
    ? false
    : !found
      ? `no Chromium at ${CHROMIUM}`
      : `no page in ${DIST}: make page builds it`;

let browser;
export const started = async () =>
  (browser ??= await launch(["--enable-precise-memory-info", "--js-flags=--expose-gc"]));
export const ended = async () => {
  await browser?.close();
  browser = undefined;
};

/**
 * Opens the page in a browser profile of its own. `errors`: what may be said on the console; `server`: who
 * serves it, where not the tests' own.
 */
export async function visit(t, { extra = {}, path = "/", context = {}, dist = DIST, errors = [], server } = {}) {
  server ??= await serve(dist, extra);
  const profile = await (
    await started()
  ).newContext({ viewport: { width: 1280, height: 900 }, acceptDownloads: true, ...context });
  const page = await profile.newPage();
  const wrong = [];
  const asked = [];
  profile.on("request", (request) => {
    const url = new URL(request.url());
    asked.push(url.pathname);
    if (url.origin !== server.origin && url.protocol !== "blob:" && url.protocol !== "data:")
      wrong.push(`a request to ${url.href}`);
  });
  profile.on("console", (message) => {
    const text = message.text();
    if (["error", "warning"].includes(message.type()) && !errors.some((known) => known.test(text)))
      wrong.push(`on the console: ${text}`);
  });
  profile.on("weberror", (error) => wrong.push(`not caught: ${error.error().message}`));
  page.on("dialog", (dialog) => {
    wrong.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  t.after(async () => {
    await profile.close();
    await server.close();
    assert.deepEqual(wrong, []);
  });
  await page.goto(`${server.origin}${path}`);
  return { page, asked, server, profile };
}

export async function openSample(page) {
  await page.getByRole("button", { name: "Open the sample" }).click();
  await settled(page);
}

export async function choose(page, project) {
  await page.getByLabel("Project", { exact: true }).selectOption({ label: project });
  await settled(page);
}

/** Waits until the dashboard shows what its filters say. */
export async function settled(page) {
  await page.locator(".figures").waitFor();
  let before;
  await assertSoon(async () => {
    const now = await page.locator(".dashboard").innerText();
    const same = now === before;
    before = now;
    assert.ok(same, "the dashboard does not come to rest");
  });
}

/** Tries again for a while. */
export async function assertSoon(check, most = 10_000) {
  const end = Date.now() + most;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((done) => setTimeout(done, 120));
    }
  }
}

/** A figure by its name, as text. */
export async function figure(page, name) {
  return (await page.locator(`[data-figure="${name}"] dd`).innerText()).replace(/ of .*/s, "").trim();
}

export const number = async (page, name) => Number((await figure(page, name)).replaceAll(",", ""));

/** Files as an <input> takes them. */
export const file = (name, content) => ({ name, mimeType: "application/octet-stream", buffer: Buffer.from(content) });

export async function pick(page, label, ...files) {
  await page.locator(`input[type=file][aria-label="${label}"]`).setInputFiles(files);
}

export async function downloaded(page, act) {
  const waiting = page.waitForEvent("download");
  await act();
  const download = await waiting;
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}
