/** The result of a cell: a table in DuckDB, read a page at a time. */
import type { Table } from "@uwdata/flechette";
import type { Database } from "../duckdb/database";
import { name } from "../duckdb/quote";
import { readArrow } from "../show/values";

/** Rows that are read at once. */
export const PAGE = 200;

/** Pages that are kept. */
const KEPT = 40;

export class Relation {
  private readonly pages = new Map<number, Promise<Table>>();

  private constructor(
    private readonly database: Database,
    /** The name of its table. */
    readonly table: string,
    readonly rows: number,
    /** Its first rows, and its columns. */
    readonly head: Table,
    /** Its first row, as an Arrow IPC stream. */
    readonly first: Uint8Array,
  ) {}

  /** That of a table that is there. */
  static async of(database: Database, table: string): Promise<Relation> {
    const from = `FROM memory.main.${name(table)}`;
    const rows = Number(
      readArrow(await database.read(`SELECT count(*) AS n ${from}`))
        .getChildAt(0)
        ?.at(0) ?? 0,
    );
    const head = readArrow(await database.read(`${from} LIMIT ${PAGE}`));
    const relation = new Relation(database, table, rows, head, await database.read(`${from} LIMIT 1`));
    relation.pages.set(0, Promise.resolve(head));
    return relation;
  }

  /** The rows from `number * PAGE` on. */
  page(number: number): Promise<Table> {
    const known = this.pages.get(number);
    if (known) return known;
    const made = this.database
      .read(`FROM memory.main.${name(this.table)} LIMIT ${PAGE} OFFSET ${number * PAGE}`)
      .then(readArrow);
    this.pages.set(number, made);
    for (const old of this.pages.keys()) {
      if (this.pages.size <= KEPT) break;
      if (old !== 0) this.pages.delete(old);
    }
    return made;
  }

  /** All of it, as an Arrow IPC stream; at most so many rows. */
  all(most?: number): Promise<Uint8Array> {
    return this.database.read(`FROM memory.main.${name(this.table)}${most === undefined ? "" : ` LIMIT ${most}`}`);
  }
}
