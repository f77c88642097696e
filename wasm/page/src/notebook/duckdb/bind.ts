/**
 * Parameters of cells. DuckDB-Wasm can stop a statement only where its values
 * are not bound in the usual way, so each value becomes a variable of the
 * connection, and stands in the SQL by the name of that variable only.
 */
import type { ParamType } from "../text/parsed";
import { name, text } from "./quote";

const TYPES: Record<ParamType, string> = {
  text: "VARCHAR",
  int: "BIGINT",
  float: "DOUBLE",
  bool: "BOOLEAN",
  date: "DATE",
  timestamp: "TIMESTAMP",
};

function variable(param: string): string {
  return `veyl_${param}`;
}

/** The statement that gives a parameter its value, which is checked text. */
export function setting(param: string, type: ParamType, value: string): string {
  return `SET VARIABLE ${name(variable(param))} = CAST(${text(value)} AS ${TYPES[type]})`;
}

/**
 * `sql` with variables in place of its parameters. The parser has told which
 * they are: `bound` is the same text but for `$1` where `sql` has `$name`, and
 * so the two differ at the parameters and nowhere else.
 */
export function withVariables(sql: string, bound: string, params: readonly string[]): string {
  const parts: string[] = [];
  let copied = 0;
  let at = 0;
  let beside = 0;
  while (at < sql.length) {
    if (sql[at] === "$" && bound[beside] === "$") {
      const number = /^\$(\d+)/.exec(bound.slice(beside, beside + 12))?.[1];
      const param = number === undefined ? undefined : params[Number(number) - 1];
      if (number !== undefined && param !== undefined && sql.startsWith(`$${param}`, at)) {
        parts.push(sql.slice(copied, at), `getvariable(${text(variable(param))})`);
        at += param.length + 1;
        beside += number.length + 1;
        copied = at;
        continue;
      }
    }
    at += 1;
    beside += 1;
  }
  parts.push(sql.slice(copied));
  return parts.join("");
}
