/** Files that people drop or pick: exports, projects (TOML) and snapshots, told by their names. */
import { signal } from "@preact/signals";
import type { LoadOptions } from "veyl";
import { announce } from "../app/announce";
import { fail } from "../app/trouble";
import type { Session } from "../engine/session";
import { bytes, plural } from "../text/format";
import { sample } from "./sample";

/** What is being read, as people follow it. undefined: nothing is. */
export const progress = signal<
  { source: string; done: number; total: number | undefined; format: string | undefined } | undefined
>(undefined);

export function progressText(): string {
  const now = progress.value;
  if (!now) return "";
  const size = now.total ? `${bytes(now.done)} of ${bytes(now.total)}` : now.done > 0 ? bytes(now.done) : "";
  return [now.format, size].filter(Boolean).join(", ");
}

const followed: Pick<LoadOptions, "onProgress" | "onOpened"> = {
  onOpened: ({ source, format, bytes: total }) => {
    progress.value = { source, done: 0, total, format };
  },
  onProgress: ({ source, bytes: done, total }) => {
    const format = progress.value?.source === source ? progress.value.format : undefined;
    progress.value = { source, done, total: total ?? progress.value?.total, format };
  },
};

async function reading(first: string, job: () => Promise<void>): Promise<boolean> {
  if (progress.value) return false;
  progress.value = { source: first, done: 0, total: undefined, format: undefined };
  try {
    await job();
    return true;
  } catch (error) {
    fail(error);
    return false;
  } finally {
    progress.value = undefined;
  }
}

/** Whether all of them were taken in. One broken file leaves everything as it was. */
export function takeIn(session: Session, files: File[], options: LoadOptions): Promise<boolean> {
  const first = files[0];
  if (!first) return Promise.resolve(false);
  return reading(first.name, async () => {
    const ends = (file: File, end: string) => file.name.toLowerCase().endsWith(end);
    const snapshots = files.filter((file) => ends(file, ".veyl"));
    const projects = files.filter((file) => ends(file, ".toml"));
    const exports = files.filter((file) => !snapshots.includes(file) && !projects.includes(file));
    const [snapshot] = snapshots;
    if (snapshot) {
      if (files.length > 1) throw new Error("a snapshot (.veyl) takes the place of everything: open it by itself");
      await session.replace(new Uint8Array(await snapshot.arrayBuffer()));
      announce("The snapshot is open.");
      return;
    }
    if (exports.length > 0) {
      const report = await session.load(
        exports.map((file) => ({ name: file.name, data: file })),
        { ...options, ...followed },
      );
      const rejected = report.sources.reduce((sum, source) => sum + source.rejected, 0);
      announce(
        `${plural(report.newPosts, "post")} new, ${report.updatedPosts} updated, ${report.unchangedPosts} unchanged` +
          (rejected > 0 ? `, ${plural(rejected, "row")} rejected` : ""),
      );
    }
    for (const file of projects) {
      const outcome = await session.applyProjects(await file.text());
      announce(`${plural(outcome.length, "project")} read.`);
    }
  });
}

export function openSample(session: Session): Promise<boolean> {
  return reading("the sample", async () => {
    const { files, projects } = await sample();
    await session.load(files, followed);
    await session.applyProjects(projects);
    announce("The sample is open.");
  });
}
