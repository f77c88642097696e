// A page that uses the package as anyone would; the test asks it through `window`.

import init, * as veyl from "veyl";
import { connect } from "veyl/client";

const digest = async (bytes) => {
  const hash = await crypto.subtle.digest("SHA-256", bytes);
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
};

async function digests(views, view) {
  const all = {};
  for (const { name } of views) all[name] = await digest(await view(name));
  return all;
}

async function fetched(names) {
  return Promise.all(
    names.map(async (name) => ({ name, data: new Uint8Array(await (await fetch(`/sample/${name}`)).arrayBuffer()) })),
  );
}

/** Digests of all views of the sample, on this thread and in a worker. */
window.sample = async (names, toml) => {
  await init();
  const files = await fetched(names);
  const dataset = new veyl.Dataset();
  dataset.load(files, { now: 0 });
  dataset.applyProjects(toml, 0);
  const here = await digests(veyl.views(), (name) => dataset.view(name));

  const connection = await connect();
  const remote = await connection.Dataset.create();
  const told = [];
  const report = await remote.load(
    files.map(({ name, data }) => new File([data], name)),
    { now: 0, onProgress: ({ source }) => told.push(source) },
  );
  await remote.applyProjects(toml, 0);
  const there = await digests(await connection.veyl.views(), (name) => remote.view(name));
  const error = await connection.veyl.parseScope("#a likes>").catch((error) => error);
  return {
    here,
    there,
    newPosts: report.newPosts,
    told: new Set(told).size,
    error: { isError: error instanceof veyl.VeylError, kind: error.kind, column: error.position?.column },
  };
};

/** A large file, read piece by piece in a worker: how many posts, and what most of memory was. */
window.large = async (posts) => {
  const line = (post) =>
    `{"id":"x_${post}","platform":"x","author":"a${post % 997}","caption":"${"words ".repeat(20)}","hashtags":["t${post % 89}"],"metrics":{"likes":${post % 1000}}}\n`;
  const parts = [];
  for (let post = 0; post < posts; post += 1) parts.push(line(post));
  const file = new File(parts, "large.ndjson");
  const { Dataset, terminate } = await connect();
  const dataset = await Dataset.create();
  let last;
  await dataset.load([file], { onProgress: (told) => (last = told) });
  const counts = await dataset.counts();
  terminate();
  return { size: file.size, last, posts: counts.posts };
};
