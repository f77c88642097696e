/** DuckDB with the data set inside it, kept in step: started when first asked for, and again after it broke down. */
import type { Context } from "../../context";
import { Database } from "../duckdb/database";
import { fill, narrow } from "../duckdb/tables";
import { readArrow, valueText } from "../show/values";

/** A table or view with its columns, for completion and the list beside the notebook. */
export interface Relations {
  name: string;
  view: boolean;
  about?: string;
  columns: { name: string; type: string }[];
}

/** A function of DuckDB, for completion. */
export interface SqlFunction {
  name: string;
  parameters: string;
  about: string;
}

export class Engine {
  private database: Database | undefined;
  private starting: Promise<Database> | undefined;
  private turn: Promise<unknown> = Promise.resolve();
  private closed = false;
  /** What the tables are of: the number of the data set's changes, or none. */
  private filled: number | undefined;
  private narrowed: number | undefined;

  constructor(private readonly context: Context) {}

  /** DuckDB, with tables and views of the data set as it is now. */
  ready(): Promise<Database> {
    // One after another: two that ask at once would both fill the tables.
    const mine = this.turn.then(() => this.inStep());
    this.turn = mine.catch(() => {});
    return mine;
  }

  /** Has the project views speak of one project, by its id, or of all. */
  async speakOf(project: number | undefined): Promise<void> {
    const database = await this.ready();
    if (this.narrowed === project) return;
    await narrow(database, this.context, project);
    this.narrowed = project;
  }

  /** What DuckDB calls itself. */
  async version(): Promise<string> {
    const answer = readArrow(await (await this.started()).read("SELECT version() AS version"));
    return String(answer.getChild("version").at(0));
  }

  /** The tables and views that questions can be asked of. */
  async relations(): Promise<Relations[]> {
    const database = await this.ready();
    const rows = readArrow(
      await database.read(
        `SELECT table_name, column_name, data_type FROM duckdb_columns()
         WHERE database_name = 'memory' AND schema_name = 'main' AND NOT internal ORDER BY table_name, column_index`,
      ),
    ).toArray() as { table_name: string; column_name: string; data_type: string }[];
    const views = new Map((await this.context.veyl.views()).map((view) => [view.name, view.about]));
    const found = new Map<string, Relations>();
    for (const row of rows) {
      const about = views.get(row.table_name);
      const entry = found.get(row.table_name) ?? {
        name: row.table_name,
        view: views.has(row.table_name),
        ...(about === undefined ? {} : { about }),
        columns: [],
      };
      entry.columns.push({ name: row.column_name, type: row.data_type });
      found.set(row.table_name, entry);
    }
    return [...found.values()];
  }

  /** The functions that DuckDB has. */
  async functions(): Promise<SqlFunction[]> {
    const table = readArrow(
      await (
        await this.started()
      ).read(
        `SELECT function_name AS name, coalesce(first(array_to_string(parameters, ', ')), '') AS parameters,
                coalesce(first(description), '') AS about
         FROM duckdb_functions() WHERE regexp_matches(function_name, '^[a-z][a-z0-9_]*$')
           AND function_type IN ('scalar', 'aggregate', 'macro', 'table', 'table_macro') GROUP BY ALL ORDER BY name`,
      ),
    );
    return table.toArray() as SqlFunction[];
  }

  /** The projects, by which a notebook names one. */
  async projects(): Promise<{ id: number; name: string }[]> {
    const table = readArrow(await (await this.ready()).read("SELECT id, name FROM projects ORDER BY name, id"));
    const idType = table.schema.fields[0]?.type;
    return table
      .toArray()
      .map((row) => ({ id: Number(idType ? valueText(idType, row.id) : row.id), name: String(row.name) }));
  }

  /** Ends DuckDB; nothing can be asked any more. */
  close(): void {
    this.closed = true;
    this.database?.close();
    void this.starting?.then(
      (database) => database.close(),
      () => {},
    );
  }

  private async inStep(): Promise<Database> {
    const database = await this.started();
    const generation = this.context.generation();
    if (this.filled !== generation) {
      this.filled = undefined;
      await fill(database, this.context);
      this.filled = generation;
    }
    return database;
  }

  private async started(): Promise<Database> {
    if (this.database && !this.database.dead) return this.database;
    if (this.closed) throw new Error("the notebook is closed");
    this.starting ??= Database.start();
    try {
      this.database = await this.starting;
      this.filled = undefined;
      this.narrowed = undefined;
      return this.database;
    } finally {
      this.starting = undefined;
    }
  }
}
