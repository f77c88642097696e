/** The files that an element's `src` names, opened as one data set. */
import type { Connection, RemoteDataset } from "veyl/client";

export interface Source {
  name: string;
  url: URL;
}

/** Addresses separated by spaces, relative to the page. */
export function sourcesOf(src: string): Source[] {
  return src
    .split(/\s+/)
    .filter(Boolean)
    .map((address) => {
      const url = new URL(address, document.baseURI);
      return { url, name: decodeURIComponent(url.pathname.slice(url.pathname.lastIndexOf("/") + 1)) };
    });
}

/** A snapshot (.veyl) first, exports after it, projects (.toml) last. */
export async function open(Dataset: Connection["Dataset"], sources: Source[]): Promise<RemoteDataset> {
  const files = await Promise.all(sources.map(async ({ name, url }) => ({ name, data: await bytesOf(url) })));
  const ends = (end: string) => files.filter(({ name }) => name.toLowerCase().endsWith(end));
  const snapshots = ends(".veyl");
  const projects = ends(".toml");
  const exports = files.filter((file) => !snapshots.includes(file) && !projects.includes(file));
  if (snapshots.length > 1) throw new Error("`src` names more than one snapshot");
  const dataset = snapshots[0] ? await Dataset.fromSnapshot(snapshots[0].data) : await Dataset.create();
  if (exports.length > 0) await dataset.load(exports);
  for (const { data } of projects) await dataset.applyProjects(new TextDecoder().decode(data), Date.now() * 1000);
  return dataset;
}

async function bytesOf(url: URL): Promise<Uint8Array> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url.href} is answered with ${response.status} ${response.statusText}`);
  return new Uint8Array(await response.arrayBuffer());
}
