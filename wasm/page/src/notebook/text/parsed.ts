/** A notebook as the engine's own parser gives it, the one that the command uses. */
import type { NotebookBlock, ParsedNotebook } from "veyl";

export type Parsed = ParsedNotebook;
export type Query = Extract<NotebookBlock, { kind: "query" }>;
export type ParamSpec = Parsed["front"]["params"][number];
export type ParamType = ParamSpec["type"];
/** `{{relation.column|format}}` within the text of a block of prose. */
export type Hole = Extract<NotebookBlock, { kind: "prose" }>["holes"][number];
