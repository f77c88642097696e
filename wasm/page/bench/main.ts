/** The benchmark as a page: `?data=ADDRESS` names a folder of canonical tables. `bench/run.mjs` drives it. */
import { version } from "veyl";
import { readArrow } from "../src/notebook/show/values";
import { type Compared, compare } from "./compare";
import { load } from "./engines";
import { type Filtering, type Ratio, filtering, filteringInWorker, ratios } from "./measure";

export interface Measured {
  posts: number;
  projects: number;
  veyl: string;
  duckdb: string;
  loading: { index: number; duckdb: number };
  ratios: Ratio[];
  filtering: Filtering;
  filteringInWorker: Filtering;
}

declare global {
  interface Window {
    bench: { measure(): Promise<Measured>; compare(change?: string): Promise<Compared[]> };
  }
}

const address = new URL(new URLSearchParams(location.search).get("data") ?? "./data/", location.href).href;
const place = document.querySelector("pre");
const say = (text: string) => place?.append(`${text}\n`);

window.bench = {
  // A change of DuckDB's tables beforehand shows that the comparison would tell.
  async compare(change) {
    const engines = await load(address);
    if (change !== undefined) await engines.database.run(change);
    return compare(engines);
  },
  async measure() {
    say("loading");
    const engines = await load(address);
    const { posts, projects } = engines.dataset.counts();
    const duckdb = String(
      readArrow(await engines.database.read("SELECT version() AS v"))
        .getChildAt(0)
        ?.at(0),
    );
    say(`${posts.toLocaleString("en")} posts, ${projects.toLocaleString("en")} projects, DuckDB ${duckdb}`);
    const measured = await ratios(engines);
    for (const { what, index, duckdb: other, times } of measured)
      say(`${what}: ${index.toFixed(3)} ms, DuckDB-Wasm ${other.toFixed(1)} ms: ${times.toFixed(0)} x`);
    engines.database.close();
    const alone = filtering(engines.dataset);
    say(`a change of the cross-filter: p95 ${alone.p95.toFixed(1)} ms`);
    const worker = await filteringInWorker(engines.dataset);
    say(`the same through the worker: p95 ${worker.p95.toFixed(1)} ms`);
    return {
      posts,
      projects,
      veyl: version(),
      duckdb,
      loading: engines.loading,
      ratios: measured,
      filtering: alone,
      filteringInWorker: worker,
    };
  },
};
