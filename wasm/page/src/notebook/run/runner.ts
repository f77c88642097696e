/** Runs the cells of a notebook, each after those it reads. */
import { type Signal, signal } from "@preact/signals";
import { setting, withVariables } from "../duckdb/bind";
import { Stopped, told, Told } from "../duckdb/errors";
import { name } from "../duckdb/quote";
import type { ParamSpec, Parsed, Query } from "../text/parsed";
import type { Engine } from "./engine";
import { type Done, type Outcome, shown } from "./outcome";
import { Relation } from "./relation";

/** Questions that DuckDB makes a table of only in brackets. */
const DESCRIPTION = /^\s*(describe|desc|show|summarize)\b/i;

/** What a run is of. */
export interface Plan {
  parsed: Parsed;
  /** The id of the cell of each block. */
  ids: readonly (number | undefined)[];
  /** The project that project views speak of. */
  project?: number;
  /** How often the data has changed. */
  generation: number;
}

export class Runner {
  /** The outcome of each cell, by its id. */
  private readonly outcomes = new Map<number, Signal<Outcome>>();
  /** Whether cells are running or waiting to. */
  readonly busy = signal(false);
  private stopping = new AbortController();
  private last: Promise<void> = Promise.resolve();
  private runs = 0;
  private tables = new Set<string>();

  constructor(private readonly engine: Engine) {}

  outcome(id: number): Signal<Outcome> {
    let found = this.outcomes.get(id);
    if (!found) {
      found = signal<Outcome>({ state: "new" });
      this.outcomes.set(id, found);
    }
    return found;
  }

  /** Forgets all outcomes. */
  forget(): void {
    this.stop();
    this.outcomes.clear();
  }

  /** Stops the running cell and those that wait. */
  stop(): void {
    this.stopping.abort();
  }

  /** Whether a cell's result is that of its text, its parameters and the data as they are now. */
  fresh(plan: Plan, place: number): boolean {
    const outcome = this.at(plan, place)?.value;
    return outcome?.state === "done" && outcome.made === this.recipe(plan, place);
  }

  /**
   * Runs cells and those they read that are not fresh: `places`, or all that are
   * not fresh where none are given. A run that goes on is stopped before.
   */
  run(plan: Plan, places?: readonly number[]): Promise<void> {
    this.stop();
    this.stopping = new AbortController();
    const { signal: stop } = this.stopping;
    this.last = this.last.then(async () => {
      if (stop.aborted) return;
      this.busy.value = true;
      try {
        await this.runNow(plan, places, stop);
      } finally {
        this.busy.value = false;
      }
    });
    return this.last;
  }

  private at(plan: Plan, place: number): Signal<Outcome> | undefined {
    const id = plan.ids[place];
    return id === undefined ? undefined : this.outcome(id);
  }

  private async runNow(plan: Plan, places: readonly number[] | undefined, stop: AbortSignal): Promise<void> {
    const { order } = plan.parsed;
    const asked = places ? new Set(places) : undefined;
    const wanted = asked ? this.withRead(plan, asked) : new Set(order.filter((place) => !this.fresh(plan, place)));
    const queue = order.filter((place) => wanted.has(place) && this.at(plan, place));
    for (const place of queue) {
      const outcome = this.at(plan, place);
      if (outcome) outcome.value = { state: "waiting", ...before(outcome.value) };
    }
    try {
      await this.prepare(plan);
    } catch (error) {
      const known = told(error);
      for (const place of queue) this.settle(plan, place, { state: "failed", message: known.message });
      return;
    }
    for (const place of queue) {
      const alive = await this.runOne(plan, place, stop, asked?.has(place) ?? false);
      if (!alive) return this.lost(plan, queue);
    }
  }

  /** DuckDB had to be ended: all results went with it. */
  private lost(plan: Plan, queue: readonly number[]): void {
    for (const outcome of this.outcomes.values()) {
      if (shown(outcome.value)) outcome.value = { state: "new" };
    }
    for (const place of queue) {
      if (this.at(plan, place)?.value.state === "waiting") this.settle(plan, place, { state: "new" });
    }
    this.tables.clear();
  }

  /** The places, and those they read that are not fresh. */
  private withRead(plan: Plan, places: Iterable<number>): Set<number> {
    const wanted = new Set(places);
    for (const place of [...plan.parsed.order].reverse()) {
      if (!wanted.has(place)) continue;
      for (const read of query(plan, place)?.reads ?? []) if (!this.fresh(plan, read)) wanted.add(read);
    }
    return wanted;
  }

  /** Brings tables, views, project and parameters up to date, and drops what cells that are gone have left. */
  private async prepare(plan: Plan): Promise<void> {
    await this.engine.speakOf(plan.project);
    const database = await this.engine.ready();
    for (const param of plan.parsed.front.params) {
      const value = plan.parsed.params[param.name];
      if (value !== undefined) await database.run(setting(param.name, param.type, value));
    }
    const used = new Set(plan.parsed.order.map((place) => this.table(plan, place)));
    for (const table of this.tables) {
      if (!used.has(table)) await database.run(`DROP TABLE IF EXISTS memory.main.${name(table)}`);
    }
    this.tables = used;
  }

  /** Runs a cell; whether DuckDB is still there after it. */
  private async runOne(plan: Plan, place: number, stop: AbortSignal, asked: boolean): Promise<boolean> {
    const cell = query(plan, place);
    const outcome = this.at(plan, place);
    if (!cell || !outcome) return true;
    const unfit = stop.aborted ? ({ state: "stopped", message: "not run" } as const) : this.hindered(plan, cell);
    if (unfit) {
      this.settle(plan, place, unfit);
      return true;
    }
    // A cell that only followed may have become fresh on the way.
    if (!asked && this.fresh(plan, place)) return true;
    const seconds = cell.limit ?? plan.parsed.front.limit;
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), seconds * 1000);
    const begun = performance.now();
    outcome.value = { state: "running", since: begun, ...before(outcome.value) };
    const table = this.table(plan, place);
    const database = await this.engine.ready();
    try {
      await database.ask(statement(table, cell), AbortSignal.any([stop, limit.signal]));
      const ms = performance.now() - begun;
      const relation = await Relation.of(database, table);
      this.runs += 1;
      this.settle(plan, place, { state: "done", relation, ms, run: this.runs, made: this.recipe(plan, place) });
    } catch (error) {
      this.settle(
        plan,
        place,
        failure(error, cell, limit.signal.aborted ? seconds : undefined, performance.now() - begun),
      );
    } finally {
      clearTimeout(timer);
    }
    return !database.dead;
  }

  /** Why a cell can't run, if it can't. */
  private hindered(plan: Plan, cell: Query): Outcome | undefined {
    const missing = lacking(plan, cell);
    if (missing) return missing;
    const broken = cell.reads.find((read) => this.at(plan, read)?.value.state !== "done");
    if (broken === undefined) return undefined;
    const message = `the cell \`${query(plan, broken)?.name ?? ""}\`, which it reads, has no result`;
    return { state: "failed", message };
  }

  private settle(plan: Plan, place: number, outcome: Outcome): void {
    const at = this.at(plan, place);
    if (!at) return;
    // What waited and was not run keeps the result that it had.
    const kept = outcome.state === "stopped" && outcome.message === "not run" ? shown(at.value) : undefined;
    at.value = kept ?? outcome;
  }

  private table(plan: Plan, place: number): string {
    return query(plan, place)?.name ?? `veyl_cell_${plan.ids[place]}`;
  }

  /** All that a cell's result depends on. */
  private recipe(plan: Plan, place: number): string {
    const cell = query(plan, place);
    const runs = cell?.reads.map((read) => {
      const outcome = this.at(plan, read)?.value;
      return outcome?.state === "done" && this.fresh(plan, read) ? outcome.run : 0;
    });
    const params = cell?.params.map((param) => plan.parsed.params[param] ?? null);
    return JSON.stringify([this.table(plan, place), cell?.sql, params, plan.project ?? null, plan.generation, runs]);
  }
}

function query(plan: Plan, place: number): Query | undefined {
  const block = plan.parsed.blocks[place];
  return block?.kind === "query" ? block : undefined;
}

/** The result of before, to be shown until there is a new one. */
function before(outcome: Outcome): { before?: Done } {
  const done = shown(outcome);
  return done ? { before: done } : {};
}

function statement(table: string, cell: Query): string {
  const sql = withVariables(cell.sql, cell.bound, cell.params).replace(/[;\s]+$/, "");
  // The cell's first line is the second of the statement.
  const question = DESCRIPTION.test(sql) ? `FROM (\n${sql}\n)` : `\n${sql}`;
  return `CREATE OR REPLACE TABLE memory.main.${name(table)} AS ${question}`;
}

/** The parameter that a cell uses and that has no value. */
function lacking(plan: Plan, cell: Query): Outcome | undefined {
  const param = cell.params.find((name) => plan.parsed.params[name] === undefined);
  if (param === undefined) return undefined;
  const about = plan.parsed.front.params.find((spec: ParamSpec) => spec.name === param)?.about;
  return {
    state: "failed",
    message: `the parameter \`${param}\` has no value`,
    hint: about ?? "Give one above the notebook.",
  };
}

/** An error of a cell; lines are those of its SQL. */
function failure(error: unknown, cell: Query, over: number | undefined, ms: number): Outcome {
  const known = told(error);
  if (known instanceof Stopped) {
    if (over === undefined) return { state: "stopped", message: "stopped" };
    return {
      state: "failed",
      message: `the cell ran longer than its ${over} s`,
      hint: "limit=300s after the name of the cell gives it more, `limit: 300` in the front matter all of them.",
      ms,
    };
  }
  const lines = cell.sql.split("\n").length;
  const line =
    known instanceof Told && known.line !== undefined ? Math.min(Math.max(known.line - 1, 1), lines) : undefined;
  return {
    state: "failed",
    message: known.message,
    ms,
    ...(known instanceof Told && known.hint !== undefined ? { hint: known.hint } : {}),
    ...(line === undefined ? {} : { line }),
    ...(line !== undefined && known instanceof Told && known.column !== undefined ? { column: known.column } : {}),
  };
}
