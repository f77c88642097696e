// The package as its users get it: packed, installed into a fresh project,
// type-checked, run in Node, bundled with Vite and opened in a browser.
//
// VEYL_WASM_TOOLS is the folder with Vite, TypeScript and playwright-core;
// VEYL_CHROMIUM the browser. Without them these tests are skipped, with a word.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { PACKAGE, files, sampleProjects } from "./support.mjs";
import { viewsOf } from "./views.mjs";

const TOOLS = process.env.VEYL_WASM_TOOLS;
const CHROMIUM = process.env.VEYL_CHROMIUM ?? ["/usr/bin/chromium"].find(existsSync);
const noTools = TOOLS ? false : "VEYL_WASM_TOOLS is not set";
const noBrowser = noTools || (CHROMIUM ? false : "there is no Chromium");

const tool = (name) => import(`file://${join(TOOLS, "node_modules", name)}`);

let project;

before(() => {
  project = mkdtempSync(join(tmpdir(), "veyl-package-"));
  const npm = (...args) => execFileSync("npm", [...args, "--no-audit", "--no-fund"], { cwd: project, encoding: "utf8" });
  const [{ filename }] = JSON.parse(npm("pack", fileURLToPath(PACKAGE), "--json", "--ignore-scripts"));
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "fresh", private: true, type: "module" }));
  npm("install", `./${filename}`, "--offline", "--ignore-scripts");
});

after(() => rmSync(project, { recursive: true, force: true }));

/** Digests of the sample's views by the package here. */
async function expected() {
  const veyl = await import(new URL("veyl.node.js", PACKAGE));
  await veyl.default();
  const views = Object.entries(viewsOf(veyl, files("sample"), sampleProjects()));
  return Object.fromEntries(views.map(([name, bytes]) => [name, createHash("sha256").update(bytes).digest("hex")]));
}

test("what is packed is what is needed", () => {
  const installed = join(project, "node_modules/veyl");
  for (const file of ["veyl.js", "veyl.node.js", "veyl.d.ts", "client.js", "worker.js", "veyl_bg.wasm", "README.md", "LICENSE"]) {
    assert.ok(existsSync(join(installed, file)), file);
  }
  const { exports } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
  const targets = Object.entries(exports).filter(([name]) => name !== "./dashboard");
  for (const path of targets.flatMap(([, target]) => (typeof target === "string" ? [target] : Object.values(target)))) {
    assert.ok(existsSync(join(installed, path)), path);
  }
});

test("Node runs it from a fresh project", () => {
  const script = `
    import init, { Dataset, version } from "veyl";
    import { connect } from "veyl/client";
    await init();
    const dataset = new Dataset();
    const row = JSON.stringify({ id: "x_1", platform: "x", author: "ana", hashtags: ["sun"], metrics: { likes: 1 } });
    dataset.load([{ name: "posts.ndjson", data: new TextEncoder().encode(row) }]);
    const { veyl, terminate } = await connect();
    console.log(version() === await veyl.version(), dataset.hashtags().rows[0].name, import.meta.resolve("veyl/veyl_bg.wasm").endsWith(".wasm"));
    terminate();
  `;
  writeFileSync(join(project, "run.mjs"), script);
  const said = execFileSync("node", ["run.mjs"], { cwd: project, encoding: "utf8" });
  assert.equal(said.trim(), "true sun true");
});

test("the types say what there is", { skip: noTools }, async () => {
  const face = await import(new URL("veyl.node.js", PACKAGE));
  const types = readFileSync(new URL("veyl.d.ts", PACKAGE), "utf8");
  for (const name of Object.keys(face).filter((name) => name !== "default")) {
    assert.match(types, new RegExp(`export (function|class) ${name}\\b`), name);
  }
  for (const method of Object.getOwnPropertyNames(face.Dataset.prototype).filter((name) => name !== "constructor")) {
    assert.match(types, new RegExp(`\\b${method}\\(`), method);
  }
  const use = `
    import init, { Dataset, VeylError, type Summary, type Int } from "veyl";
    import { connect, type RemoteDataset } from "veyl/client";
    await init();
    const dataset: Dataset = new Dataset();
    const report = dataset.load([{ name: "a.csv", data: new Uint8Array() }], { maxRejects: "5%", onProgress: ({ bytes }) => bytes.toFixed() });
    const added: number = report.newPosts;
    const summary: Summary = dataset.crossfilter(1).set({ platforms: ["x"] }, { top: added });
    const likes: Int | null = summary.all.likes;
    const remote: RemoteDataset = await (await connect()).Dataset.create();
    for await (const batch of remote.tableBatches("posts", 10)) batch.byteLength;
    const rows: number = (await (await remote.crossfilter()).posts({ limit: 1 })).rows.length;
    try { dataset.view("x"); } catch (error) { if (error instanceof VeylError) error.position.column?.toFixed(); }
    // @ts-expect-error: there is no such option
    dataset.load([], { formatt: "x" });
    // @ts-expect-error: a promise, not bytes
    const bytes: Uint8Array = remote.view("project_posts");
    export { likes, rows, bytes };
  `;
  writeFileSync(join(project, "use.ts"), use);
  const options = { strict: true, noEmit: true, target: "esnext", module: "esnext", moduleResolution: "bundler", lib: ["esnext", "dom"], types: [] };
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions: options, files: ["use.ts"] }));
  try {
    execFileSync(join(TOOLS, "node_modules/.bin/tsc"), ["-p", "."], { cwd: project, encoding: "utf8" });
  } catch (error) {
    assert.fail(error.stdout);
  }
});

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; img-src data:";

/** A server of some folders, strict as a good one is. */
function serve(folders) {
  const server = createServer((request, response) => {
    const [, first, ...rest] = new URL(request.url, "http://localhost").pathname.split("/");
    const path = folders[first] ? join(folders[first], ...rest) : join(folders[""], first, ...rest);
    const file = path.endsWith("/") || path === folders[""] ? join(path, "index.html") : path;
    if (!existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    response.setHeader("Content-Type", TYPES[extname(file)] ?? "application/octet-stream");
    response.setHeader("Content-Security-Policy", POLICY);
    response.end(readFileSync(file));
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

/** Opens a page and does `work` with it; no error in the console, no request elsewhere. */
async function inBrowser(folders, work) {
  const { chromium } = await tool("playwright-core/index.mjs");
  const server = await serve(folders);
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  try {
    const page = await browser.newPage();
    const origin = `http://127.0.0.1:${server.address().port}`;
    const wrong = [];
    page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
    page.on("pageerror", (error) => wrong.push(String(error)));
    page.on("request", (request) => /^(http|ws)/.test(request.url()) && !request.url().startsWith(origin) && wrong.push(request.url()));
    await page.goto(`${origin}/`);
    await work(page);
    assert.deepEqual(wrong, []);
  } finally {
    await browser.close();
    server.close();
  }
}

const sampleFolder = fileURLToPath(new URL("../../../data/sample/", import.meta.url));

async function check(page) {
  const names = files("sample").map(({ name }) => name);
  await page.waitForFunction(() => typeof window.sample === "function");
  const found = await page.evaluate(([names, toml]) => window.sample(names, toml), [names, sampleProjects()]);
  const views = await expected();
  assert.deepEqual(found.here, views);
  assert.deepEqual(found.there, views);
  assert.ok(found.newPosts > 3000 && found.told === names.length);
  assert.deepEqual(found.error, { isError: true, kind: "scope", column: 10 });
}

test("Vite bundles it, and Chromium runs it", { skip: noBrowser }, async () => {
  const { build } = await tool("vite/dist/node/index.js");
  for (const name of ["index.html", "main.js"]) {
    cpSync(new URL(`app/${name}`, import.meta.url), join(project, name));
  }
  await build({ root: project, configFile: false, logLevel: "error", worker: { format: "es" }, build: { target: "esnext" } });
  await inBrowser({ "": join(project, "dist"), sample: sampleFolder }, async (page) => {
    await check(page);
    const large = await page.evaluate(() => window.large(120_000));
    assert.ok(large.size > 20_000_000, "read piece by piece");
    assert.deepEqual([large.posts, large.last.bytes], [120_000, large.size]);
  });
});

test("a plain module script runs it without a bundler", { skip: noBrowser }, async () => {
  const plain = join(project, "plain");
  mkdirSync(plain);
  for (const name of ["index.html", "main.js"]) {
    const source = readFileSync(new URL(`app/${name}`, import.meta.url), "utf8");
    writeFileSync(join(plain, name), source.replace('"veyl"', '"/pkg/veyl.js"').replace('"veyl/client"', '"/pkg/client.js"'));
  }
  await inBrowser({ "": plain, pkg: join(project, "node_modules/veyl"), sample: sampleFolder }, check);
});
