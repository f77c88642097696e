/**
 * DuckDB in a worker of its own: fetched from the page's own origin, closed off
 * from files and network, and stoppable. One statement runs at a time; a second
 * connection reads results while one runs.
 */
import { AsyncDuckDB, VoidLogger } from "@duckdb/duckdb-wasm";
import wasmUrl from "@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url";
import workerUrl from "@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js?url";
import { Crashed, Stopped, told } from "./errors";

/** Once these are set, SQL reaches its tables and nothing else, and can't take the locks off. */
const LOCKS = [
  "SET autoinstall_known_extensions = false",
  "SET autoload_known_extensions = false",
  "SET allow_community_extensions = false",
  "SET enable_external_access = false",
  "SET lock_configuration = true",
];

/** How long a running query may take to heed a stop before its worker is ended, in milliseconds. */
const PATIENCE = 1500;

/** DuckDB says how far it is at least so often, in milliseconds: a stop is heard in between. */
const POLL = 50;

export class Database {
  /** Whether its worker has ended or crashed: every call fails from then on. */
  dead = false;
  private turn: Promise<unknown> = Promise.resolve();
  private readonly ended: Promise<never>;
  private end: (reason: Error) => void = () => {};

  private constructor(
    private readonly engine: AsyncDuckDB,
    private readonly worker: Worker,
    private readonly asks: number,
    private readonly reads: number,
  ) {
    this.ended = new Promise((_, reject) => {
      this.end = reject;
    });
    // Whoever waits hears of it; nobody has to.
    this.ended.catch(() => {});
    worker.addEventListener("error", () => this.kill(new Crashed()));
  }

  /** Starts one, locked. */
  static async start(): Promise<Database> {
    const worker = new Worker(workerUrl);
    try {
      const engine = new AsyncDuckDB(new VoidLogger(), worker);
      await engine.instantiate(wasmUrl);
      // Integers, times and decimals as they are, not as floats.
      await engine.open({
        path: ":memory:",
        query: {
          castBigIntToDouble: false,
          castTimestampToDate: false,
          castDecimalToDouble: false,
          queryPollingInterval: POLL,
        },
      });
      const database = new Database(engine, worker, await engine.connectInternal(), await engine.connectInternal());
      for (const lock of LOCKS) await database.run(lock);
      return database;
    } catch (error) {
      worker.terminate();
      throw told(error);
    }
  }

  /** Runs statements of the page's own; the result of the last as an Arrow IPC stream. */
  run(sql: string): Promise<Uint8Array> {
    return this.inTurn(() => this.engine.runQuery(this.asks, sql));
  }

  /** Reads, also while a statement of the user's runs. */
  read(sql: string): Promise<Uint8Array> {
    return this.alive(() => this.engine.runQuery(this.reads, sql));
  }

  /** Appends the rows of an Arrow IPC stream to a table, column by column. */
  append(schema: string, table: string, ipc: Uint8Array): Promise<void> {
    const options = { name: table, schema, create: false };
    return this.inTurn(() => this.engine.insertArrowFromIPCStream(this.asks, ipc, options));
  }

  /**
   * Runs one statement that holds a user's SQL; several in one are refused. It
   * stops with `Stopped` when `signal` aborts: within a tenth of a second as a
   * rule, and otherwise by ending the worker, which leaves this dead.
   */
  ask(sql: string, signal: AbortSignal): Promise<void> {
    return this.inTurn(async () => {
      if (signal.aborted) throw new Stopped();
      await this.engine.closePrepared(this.asks, await this.engine.createPrepared(this.asks, sql));
      let running = true;
      const stop = () => {
        void this.engine.cancelPendingQuery(this.asks).catch(() => {});
        setTimeout(() => running && this.kill(new Stopped()), PATIENCE);
      };
      signal.addEventListener("abort", stop, { once: true });
      try {
        let header = await this.engine.startPendingQuery(this.asks, sql, false);
        while (header === null) header = await this.engine.pollPendingQuery(this.asks);
        while ((await this.engine.fetchQueryResults(this.asks))?.length) {
          // What a statement hands back besides its table is not of interest.
        }
      } catch (error) {
        throw signal.aborted ? new Stopped() : error;
      } finally {
        running = false;
        signal.removeEventListener("abort", stop);
      }
    });
  }

  /** Ends its worker. */
  close(): void {
    this.kill(new Stopped());
  }

  private kill(reason: Error): void {
    if (this.dead) return;
    this.dead = true;
    this.worker.terminate();
    this.end(reason);
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(() => this.alive(work));
    this.turn = mine.catch(() => {});
    return mine;
  }

  private async alive<T>(work: () => Promise<T>): Promise<T> {
    if (this.dead) return this.ended;
    try {
      return await Promise.race([work(), this.ended]);
    } catch (error) {
      const known = told(error);
      if (known instanceof Crashed) this.kill(known);
      throw known;
    }
  }
}
