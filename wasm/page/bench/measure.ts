/** The measurements: each engine asked the same, in the same page, one after the other. */
import { type CrossFilter, type Dataset, type Filters, views } from "veyl";
import { connect } from "veyl/client";
import { asked, type Engines } from "./engines";

export interface Ratio {
  what: string;
  /** Milliseconds: the median of the runs. */
  index: number;
  duckdb: number;
  /** How many times faster. */
  times: number;
  /** What it should be at least. */
  least: number;
}

export interface Filtering {
  changes: number;
  p50: number;
  p95: number;
  most: number;
}

const median = (times: number[]): number =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;

/** Projects whose figures are asked for one by one. */
const SINGLE = 12;

/** The median time of several runs; quick ones are run many at a time, as clocks in browsers are coarse. */
async function timed(runs: number, work: () => unknown): Promise<number> {
  await work();
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    let count = 0;
    const begun = performance.now();
    do {
      await work();
      count += 1;
    } while (performance.now() - begun < 5);
    times.push((performance.now() - begun) / count);
  }
  return median(times);
}

export async function ratios({ dataset, database }: Engines): Promise<Ratio[]> {
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
      (await timed(1, () => database.read(`SELECT * FROM project_summary WHERE project_id = ${id}`))) / some.length;
  }
  const whole = async (name: string) => ({
    index: await timed(5, () => dataset.view(name)),
    duckdb: await timed(3, () => asked(database, view(name))),
  });
  const rows: [string, number, { index: number; duckdb: number }][] = [
    ["project_summary of one project", 500, one],
    [`project_summary of all ${projects.length} projects`, 15, await whole("project_summary")],
    ["hashtags_with_stats", 50, await whole("hashtags_with_stats")],
  ];
  return rows.map(([what, least, { index, duckdb }]) => ({ what, index, duckdb, times: duckdb / index, least }));
}

/** Changes such as a user makes: a brush that is drawn, platforms, hashtags, creators and hours that are chosen. */
export function changes(dataset: Dataset): Filters[] {
  const { firstPostAt = 0, lastPostAt = 0 } = dataset.counts();
  const [first, last] = [Number(firstPostAt), Number(lastPostAt) + 1];
  const at = (share: number) => Math.round(first + (last - first) * share);
  const platforms = dataset.platforms().map(({ name }) => name);
  const hashtags = dataset.hashtags({ limit: 12 }).rows.map(({ name }) => name);
  const creators = dataset.creators({ limit: 6 }).rows.map(({ author, platform }) => ({ author, platform }));
  const all: Filters[] = [{}];
  const brush = (steps: number, rest: Filters) => {
    for (let step = 1; step <= steps; step += 1)
      all.push({ ...rest, time: { from: at(0.3), to: at(0.3 + (0.6 * step) / steps) } });
  };
  brush(40, {});
  for (const platform of platforms)
    all.push({ platforms: [platform] }, { platforms: platforms.filter((other) => other !== platform) });
  for (const hashtag of hashtags)
    all.push({ hashtags: [hashtag] }, { hashtags: hashtags.slice(0, 3), platforms: platforms.slice(0, 2) });
  for (const creator of creators) all.push({ creators: [creator] }, {});
  for (let weekday = 1; weekday <= 7; weekday += 1)
    all.push({
      weekdayHours: [
        { weekday, hour: 9 },
        { weekday, hour: 18 },
      ],
    });
  for (const min of [1, 10, 100, 1000]) all.push({ engagement: { min } }, { engagement: { min, max: min * 9 } });
  brush(40, { platforms: platforms.slice(0, 1) });
  brush(40, { hashtags: hashtags.slice(0, 2) });
  all.push({});
  return all;
}

/** Changes of a cross-filter over all posts, in the page itself: the engine alone. */
export function filtering(dataset: Dataset): Filtering {
  const session: CrossFilter = dataset.crossfilter();
  session.set({});
  const times = changes(dataset).map((filters) => {
    const begun = performance.now();
    session.set(filters);
    return performance.now() - begun;
  });
  session.free();
  return told(times);
}

/** The same through the worker, as the page does it: with all messages on the way. */
export async function filteringInWorker(dataset: Dataset): Promise<Filtering> {
  const all = changes(dataset);
  const { Dataset: Remote, terminate } = await connect();
  const remote = await Remote.fromSnapshot(dataset.snapshot());
  const session = await remote.crossfilter();
  await session.set({});
  const times: number[] = [];
  for (const filters of all) {
    const begun = performance.now();
    await session.set(filters);
    times.push(performance.now() - begun);
  }
  terminate();
  return told(times);
}

function told(times: number[]): Filtering {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
  return { changes: times.length, p50: at(0.5), p95: at(0.95), most: at(1) };
}
