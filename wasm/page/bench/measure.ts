/** The measurements: each engine asked the same, in the same page, one after the other. */
import { type CrossFilter, type Dataset, views } from "veyl";
import { connect, type RemoteCrossFilter } from "veyl/client";
import { asked, type Engines } from "./engines";
import { script } from "./script";

export interface Ratio {
  what: string;
  /** Milliseconds: the best of the runs, as other programs may run too. */
  index: number;
  duckdb: number;
  /** How many times faster. */
  times: number;
  /** What it should be at least. */
  least: number;
}

/** Times of changes, each the best of a few passes over all of them: what else the machine does is left out. */
export interface Spread {
  changes: number;
  p50: number;
  p95: number;
  most: number;
}

export interface Filtering extends Spread {
  kinds: ({ kind: string } & Spread)[];
}

/** Projects whose figures are asked for one by one. */
const SINGLE = 6;

/** How often all changes are gone through. */
const PASSES = 3;

/**
 * The best time of several runs, of which one more goes before; quick ones are run many at a time, as clocks in
 * browsers are coarse.
 */
async function timed(runs: number, work: () => unknown): Promise<number> {
  await work();
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run += 1) {
    let count = 0;
    const begun = performance.now();
    do {
      await work();
      count += 1;
    } while (performance.now() - begun < 5);
    best = Math.min(best, (performance.now() - begun) / count);
  }
  return best;
}

export async function ratios({ dataset, database }: Engines, say: (text: string) => void): Promise<Ratio[]> {
  const projects = dataset.projects();
  const some = Array.from(
    { length: SINGLE },
    (_, at) => projects[Math.floor((at * projects.length) / SINGLE)]?.id ?? 0,
  );
  const view = (name: string) => views().find((known) => known.name === name) ?? { name, order: "1" };
  const one = { index: 0, duckdb: 0 };
  for (const id of some) {
    one.index += (await timed(5, () => dataset.view("project_summary", [id]))) / some.length;
    one.duckdb +=
      (await timed(2, () => database.read(`SELECT * FROM project_summary WHERE project_id = ${id}`))) / some.length;
  }
  say("one project is measured");
  const whole = async (name: string) => {
    const index = await timed(5, () => dataset.view(name));
    const duckdb = await timed(2, () => asked(database, view(name)));
    say(`${name} is measured`);
    return { index, duckdb };
  };
  const rows: [string, number, { index: number; duckdb: number }][] = [
    ["project_summary of one project", 500, one],
    [`project_summary of all ${projects.length} projects`, 15, await whole("project_summary")],
    ["hashtags_with_stats", 50, await whole("hashtags_with_stats")],
  ];
  return rows.map(([what, least, { index, duckdb }]) => ({ what, index, duckdb, times: duckdb / index, least }));
}

/** Changes of a cross-filter over all posts, in the page itself: the engine alone. */
export async function filtering(dataset: Dataset): Promise<Filtering> {
  const session: CrossFilter = dataset.crossfilter();
  const told = await passes(session);
  session.free();
  return told;
}

/** The same through the worker, as the page does it: with all messages on the way. */
export async function filteringInWorker(dataset: Dataset): Promise<Filtering> {
  const { Dataset: Remote, terminate } = await connect();
  const remote = await Remote.fromSnapshot(dataset.snapshot());
  const told = await passes(await remote.crossfilter());
  terminate();
  return told;
}

async function passes(session: CrossFilter | RemoteCrossFilter): Promise<Filtering> {
  await session.prepareCaptions();
  const whole = await session.set({});
  const { rows } = await session.posts({ order: "engagement", limit: 200 });
  const best = script(whole, rows).map((change) => ({ ...change, ms: Number.POSITIVE_INFINITY }));
  for (let pass = 0; pass < PASSES; pass += 1) {
    for (const change of best) {
      const begun = performance.now();
      await session.set(change.filters);
      change.ms = Math.min(change.ms, performance.now() - begun);
    }
  }
  const kinds = [...new Set(best.map(({ kind }) => kind))];
  const of = (kind: string) => best.filter((change) => change.kind === kind).map(({ ms }) => ms);
  return {
    ...spread(best.map(({ ms }) => ms)),
    kinds: kinds.map((kind) => ({ kind, ...spread(of(kind)) })),
  };
}

function spread(times: number[]): Spread {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
  return { changes: sorted.length, p50: at(0.5), p95: at(0.95), most: at(1) };
}
