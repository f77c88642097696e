// How long it takes from a file's drop on the page until its first chart is drawn.
import { readFileSync } from "node:fs";
import { serve } from "../tests/server.mjs";

/** The median of several visits; in each the module has started, as it has when somebody drops a file. */
export async function firstChart(browser, dist, file, visits = 5) {
  const server = await serve(dist, { "/dropped.parquet": readFileSync(file) });
  const times = [];
  let posts = 0;
  try {
    for (let visit = 0; visit < visits; visit += 1) {
      const profile = await browser.newContext({ viewport: { width: 1280, height: 900 } });
      const page = await profile.newPage();
      await page.goto(`${server.origin}/`);
      await page.getByRole("button", { name: "Open the sample" }).waitFor();
      times.push(await page.evaluate(drop));
      posts = await figure(page);
      await profile.close();
    }
  } finally {
    await server.close();
  }
  times.sort((a, b) => a - b);
  return { posts, ms: times[Math.floor(times.length / 2)], all: times };
}

/** Runs in the page: drops the file, and waits for the frame after the timeline has its bars. */
async function drop() {
  const bytes = await (await fetch("./dropped.parquet")).arrayBuffer();
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], "posts.parquet"));
  const drawn = () => {
    const path = document.querySelector(".timeline svg path");
    return path !== null && (path.getAttribute("d") ?? "") !== "";
  };
  const begun = performance.now();
  document.body.dispatchEvent(new DragEvent("dragenter", { dataTransfer: transfer, bubbles: true }));
  document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
  return new Promise((done) => {
    const look = () =>
      drawn() ? requestAnimationFrame(() => done(performance.now() - begun)) : requestAnimationFrame(look);
    look();
  });
}

async function figure(page) {
  const text = await page.locator('[data-figure="Posts"] dd').innerText();
  return Number(text.replace(/ of .*/s, "").replaceAll(",", ""));
}
