/** Both engines over the same files in one page: the index engine, and DuckDB as the notebook has it. */
import init, { type InputFile, Dataset, schemaSql, views } from "veyl";
import type { Context } from "../src/context";
import { Database } from "../src/notebook/duckdb/database";
import { fill } from "../src/notebook/duckdb/tables";

export interface Engines {
  dataset: Dataset;
  database: Database;
  /** How long each took to have the data, in milliseconds. */
  loading: { index: number; duckdb: number };
}

/** Loads the canonical tables that lie under an address: `list.json` there names them. */
export async function load(address: string): Promise<Engines> {
  await init();
  const files = await fetched(address);
  const dataset = new Dataset();
  const begun = performance.now();
  dataset.load(files);
  const between = performance.now();
  const database = await Database.start();
  const started = performance.now();
  const face = { veyl: { views, schemaSql }, dataset };
  // What the notebook asks of the worker is here asked of the module itself; awaiting either is the same.
  await fill(database, face as unknown as Pick<Context, "veyl" | "dataset">);
  return { dataset, database, loading: { index: between - begun, duckdb: performance.now() - started } };
}

async function fetched(address: string): Promise<InputFile[]> {
  const names = (await (await fetch(new URL("list.json", address))).json()) as string[];
  return Promise.all(
    names.map(async (name) => ({ name, data: await (await fetch(new URL(name, address))).arrayBuffer() })),
  );
}

/** A view as DuckDB gives it, in the view's declared order. */
export function asked(database: Database, view: { name: string; order: string }): Promise<Uint8Array> {
  return database.read(`SELECT * FROM ${view.name} ORDER BY ${view.order}`);
}
