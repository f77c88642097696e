/**
 * A notebook as the engine's own parser gives it, the one that the command
 * uses. Offsets are those of JavaScript strings, lines are 1-based.
 */
import type { RemoteModule } from "../../engine/remote";

export type ParamType = "text" | "int" | "float" | "bool" | "date" | "timestamp";

export interface ParamSpec {
  name: string;
  type: ParamType;
  default?: string;
  about?: string;
}

/** `{{relation.column|format}}`; `begin` and `end` lie within the text of the prose. */
export interface Hole {
  begin: number;
  end: number;
  relation: string;
  column: string;
  format: string;
  line: number;
}

interface Place {
  /** The whole block in the notebook, fences included. */
  begin: number;
  end: number;
  /** The line on which its text, or the code within its fence, begins. */
  line: number;
}

export interface Prose extends Place {
  kind: "prose";
  text: string;
  holes: Hole[];
}

export interface Query extends Place {
  kind: "query";
  /** In lower case. */
  name?: string;
  sql: string;
  /** `sql` with `$1`, `$2` ... in place of the names of parameters. */
  bound: string;
  /** Those names, in the order of their numbers. */
  params: string[];
  /** The places of the cells that it reads. */
  reads: number[];
  rows?: number;
  /** Seconds that it may run. */
  limit?: number;
  hide: boolean;
}

export interface Chart extends Place {
  kind: "chart";
  /** The cell whose result it draws, and its place. */
  name: string;
  data: number;
  text: string;
}

export type Block = Prose | Query | Chart;

export interface Parsed {
  front: { title?: string; project?: string; rows: number; limit: number; params: ParamSpec[] };
  /** Where the front matter ends. */
  frontEnd: number;
  /** The values of the parameters that have one. */
  params: Record<string, string>;
  blocks: Block[];
  /** The places of the queries in the order in which they run. */
  order: number[];
}

/** Parses a notebook. Throws an error of kind `notebook` with the line. */
export async function parse(veyl: RemoteModule, text: string, params: Record<string, string>): Promise<Parsed> {
  return (await veyl.parseNotebook(text, params)) as Parsed;
}

/** The formats of values in prose: the engine's own, as in the command. */
export interface Formats {
  /** The value of a column in the first row of an Arrow IPC stream; a dash for NULL or no row. */
  formatFirst(ipc: Uint8Array, column: string, format: string): Promise<string>;
  /** The value of a parameter. */
  formatText(text: string, format: string): Promise<string>;
}

export function formats({ veyl }: { veyl: RemoteModule }): Formats {
  return veyl as RemoteModule & Formats;
}
