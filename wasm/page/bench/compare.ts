/** One comparison over all views: what DuckDB gives and what the index engine gives must be the same. */
import type { DataType, Table } from "@uwdata/flechette";
import { views } from "veyl";
import { readArrow, typeName, valueText } from "../src/notebook/show/values";
import { asked, type Engines } from "./engines";

/** Means of quotients, which are sums of floats: their last bits depend on the order of the sum. */
const FLOAT_SUMS = new Set(["engagement_rate_mean", "avg_sentiment"]);

const TOLERANCE = 1e-12;

export interface Compared {
  view: string;
  rows: number;
  /** The first differences, in words. */
  differences: string[];
}

export async function compare({ dataset, database }: Engines): Promise<Compared[]> {
  const all: Compared[] = [];
  for (const view of views()) {
    const index = readArrow(dataset.view(view.name));
    const duckdb = readArrow(await asked(database, view));
    all.push({ view: view.name, rows: index.numRows, differences: differences(index, duckdb, view.columns) });
  }
  return all;
}

function differences(index: Table, duckdb: Table, declared: { name: string; type: string }[]): string[] {
  const found: string[] = [];
  const names = (table: Table) => table.schema.fields.map(({ name, type }) => `${name} ${typeName(type)}`).join(", ");
  if (names(index) !== names(duckdb)) found.push(`columns: ${names(index)} and in DuckDB ${names(duckdb)}`);
  const columns = declared.map(({ name }) => name).join(", ");
  if (columns !== index.names.join(", "))
    found.push(`columns: declared as ${columns}, found ${index.names.join(", ")}`);
  if (index.numRows !== duckdb.numRows) found.push(`${index.numRows} rows, in DuckDB ${duckdb.numRows}`);
  if (found.length > 0) return found;
  index.schema.fields.forEach((field, place) => {
    const [one, other] = [index.getChildAt(place), duckdb.getChildAt(place)];
    for (let row = 0; row < index.numRows && found.length < 5; row += 1) {
      const [mine, theirs] = [one?.at(row), other?.at(row)];
      if (!same(String(field.name), field.type, mine, theirs)) {
        const [left, right] = [valueText(field.type, mine), valueText(field.type, theirs)];
        found.push(`${String(field.name)} of row ${row}: ${left}, in DuckDB ${right}`);
      }
    }
  });
  return found;
}

function same(name: string, type: DataType, one: unknown, other: unknown): boolean {
  if (typeof one === "number" && typeof other === "number") {
    if (FLOAT_SUMS.has(name)) return Math.abs(one - other) <= TOLERANCE * Math.max(Math.abs(one), Math.abs(other));
    return Object.is(one, other);
  }
  return valueText(type, one) === valueText(type, other);
}
