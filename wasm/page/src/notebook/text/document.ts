/**
 * A notebook as it is edited: its front matter and its cells, each with the
 * text that stands in the file. What is not edited stays as it was, to the
 * letter, so that a notebook that is opened and saved is the same file.
 */
import type { Parsed } from "./parsed";
import { codeOf, fenced, wordsOf } from "./fence";

export type Kind = "prose" | "query" | "chart";

export interface Cell {
  /** Its own for as long as the page is open, whatever happens to its text. */
  readonly id: number;
  readonly kind: Kind;
  /** Blank lines before it. */
  readonly before: string;
  /** Its text in the file, fences included. */
  readonly raw: string;
}

export interface Document {
  /** The front matter with its lines of `---`, or nothing. */
  readonly front: string;
  readonly cells: readonly Cell[];
  /** Blank lines at the end. */
  readonly tail: string;
}

let last = 0;

function cell(kind: Kind, raw: string, before = "\n"): Cell {
  last += 1;
  return { id: last, kind, before, raw };
}

export const newCell: Record<Kind, () => Cell> = {
  prose: () => cell("prose", "\n"),
  query: () => cell("query", fenced("sql", "")),
  chart: () => cell("chart", fenced("vega-lite data=", BAR)),
};

/** What a chart begins with. */
const BAR = `{
  "width": "container",
  "height": 220,
  "mark": { "type": "bar", "tooltip": true },
  "encoding": {
    "x": { "field": "", "type": "nominal", "title": null },
    "y": { "field": "", "type": "quantitative" }
  }
}`;

/** The cells of a text that has been parsed. */
export function split(text: string, parsed: Parsed): Document {
  const cells: Cell[] = [];
  let at = parsed.frontEnd;
  for (const block of parsed.blocks) {
    // Blank lines around prose belong to the file, not to the prose.
    const raw = text.slice(block.begin, block.end);
    const lead = /^\s*\n/.exec(raw)?.[0].length ?? 0;
    const begin = block.begin + lead;
    const end = begin + raw.slice(lead).trimEnd().length;
    cells.push(cell(block.kind, text.slice(begin, end), text.slice(at, begin)));
    at = end;
  }
  return { front: text.slice(0, parsed.frontEnd), cells, tail: text.slice(at) };
}

/** The text of a notebook. */
export function join(document: Document): string {
  return document.front + document.cells.map((cell) => cell.before + cell.raw).join("") + document.tail;
}

/** Where each cell stands in the text, in the order of the cells. */
export function places(document: Document): { begin: number; end: number }[] {
  let at = document.front.length;
  return document.cells.map((cell) => {
    const begin = at + cell.before.length;
    at = begin + cell.raw.length;
    return { begin, end: at };
  });
}

/** With a cell's text in place of what it was. */
export function withRaw(document: Document, id: number, raw: string): Document {
  return { ...document, cells: document.cells.map((cell) => (cell.id === id ? { ...cell, raw } : cell)) };
}

/** With a cell after another, or at the top. */
export function inserted(document: Document, made: Cell, after?: number): Document {
  const place = document.cells.findIndex((cell) => cell.id === after) + 1;
  const cells = [...document.cells];
  const apart = place === 0 && document.front === "" ? "" : "\n\n";
  cells.splice(place, 0, { ...made, before: apart });
  const next = cells[place + 1];
  if (next && !next.before.includes("\n\n")) cells[place + 1] = { ...next, before: "\n\n" };
  return { ...document, cells, tail: document.tail.includes("\n") ? document.tail : "\n" };
}

export function removed(document: Document, id: number): Document {
  return { ...document, cells: document.cells.filter((cell) => cell.id !== id) };
}

/** With a cell and its neighbour having changed places. */
export function moved(document: Document, id: number, by: -1 | 1): Document {
  const from = document.cells.findIndex((cell) => cell.id === id);
  const to = from + by;
  const cells = [...document.cells];
  const [one, other] = [cells[from], cells[to]];
  if (!one || !other) return document;
  // The blank lines stay where they are.
  cells[from] = { ...other, before: one.before };
  cells[to] = { ...one, before: other.before };
  return { ...document, cells };
}

/** The cells of a new split, under the ids that those of the same text had. */
export function keptIds(fresh: Document, old: Document): Document {
  const free = [...old.cells];
  const cells = fresh.cells.map((made, place) => {
    let found = free.findIndex((cell) => cell.kind === made.kind && cell.raw === made.raw);
    if (found < 0) found = free.findIndex((cell) => cell.kind === made.kind && cell === old.cells[place]);
    const [kept] = found < 0 ? [] : free.splice(found, 1);
    return kept ? { ...made, id: kept.id } : made;
  });
  return { ...fresh, cells };
}

/** The name of a query's cell, or of the cell that a chart draws. */
export function nameOf(cell: Cell): string | undefined {
  const words = wordsOf(cell.raw);
  if (cell.kind === "query") return words[1]?.includes("=") ? undefined : words[1]?.toLowerCase();
  if (cell.kind === "chart")
    return words
      .find((word) => word.startsWith("data="))
      ?.slice(5)
      .toLowerCase();
  return undefined;
}

/** The code of a cell, or the text of prose. */
export function textOf(cell: Cell): string {
  return cell.kind === "prose" ? cell.raw : codeOf(cell.raw);
}
