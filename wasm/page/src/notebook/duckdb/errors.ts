/** Errors of DuckDB in words that help. */

/** The user stopped it, or its time was up. */
export class Stopped extends Error {
  override readonly name = "Stopped";
  constructor(message = "stopped") {
    super(message);
  }
}

/** DuckDB itself broke down; it has to be started anew. */
export class Crashed extends Error {
  override readonly name = "Crashed";
  constructor() {
    super("DuckDB ran out of memory or broke down. It has been started anew; ask for less at once.");
  }
}

/** An error that DuckDB tells, with its place in the statement where it says one. */
export class Told extends Error {
  override readonly name = "Told";
  constructor(
    message: string,
    readonly hint?: string,
    /** The 1-based line of the statement. */
    readonly line?: number,
    /** The 0-based column of that line. */
    readonly column?: number,
  ) {
    super(message);
  }
}

/** What WebAssembly says when a module is beyond repair. */
const BROKEN =
  /memory access out of bounds|unreachable|table index is out of bounds|null function|indirect call|Maximum call stack|^abort/i;

/** Any error as one of the above. */
export function told(error: unknown): Error {
  if (error instanceof Told || error instanceof Stopped || error instanceof Crashed) return error;
  const text = plainText(error instanceof Error ? error.message : String(error));
  if (BROKEN.test(text)) return new Crashed();
  const place = /\n+LINE (\d+): ([^\n]*)\n( *)\^/.exec(text);
  const message = (place ? text.slice(0, place.index) : text).trim();
  const line = place ? Number(place[1]) : undefined;
  const caret = place ? (place[3] ?? "").length - `LINE ${place[1]}: `.length : -1;
  const shown = place?.[2] ?? "";
  // Of a long line DuckDB shows a part, between dots: the column is not known then.
  const column = caret < 0 || shown.startsWith("...") ? undefined : caret;
  const { plain, hint } = advised(message);
  return new Told(plain, hint, line, column);
}

/** Some messages come as JSON. */
function plainText(text: string): string {
  if (!text.startsWith('{"exception_')) return text;
  try {
    const { exception_type: type, exception_message: message } = JSON.parse(text) as Record<string, string>;
    return `${type} Error: ${message}`;
  } catch {
    return text;
  }
}

/** The message without advice that does not fit a page, and advice that does. */
function advised(message: string): { plain: string; hint?: string } {
  const first = message.split("\n\nPlease try installing")[0] ?? message;
  const extension = /exists in the (\w+) extension/.exec(first)?.[1];
  if (extension) {
    const instead =
      extension === "parquet"
        ? "Drop the file on the page instead; its rows are tables here then."
        : "The command `veyl sql` can have it.";
    return {
      plain: first,
      hint: `DuckDB's ${extension} extension is not in this page: it would have to be fetched from the network. ${instead}`,
    };
  }
  if (/disabled (by|through) configuration|configuration has been locked/.test(first)) {
    return {
      plain: first,
      hint: "SQL here reaches the tables and views and nothing else: no files, no network, no settings.",
    };
  }
  if (/Cannot prepare multiple statements/.test(first)) {
    return { plain: "Several statements in one cell are not run.", hint: "Give each its own cell." };
  }
  if (CHANGES.test(first)) {
    return {
      plain: first,
      hint: "Cells ask: SELECT, FROM, WITH, VALUES, DESCRIBE, SHOW, SUMMARIZE, PIVOT. They change nothing.",
    };
  }
  return { plain: first };
}

const CHANGES =
  /syntax error at or near "(insert|update|delete|create|drop|alter|copy|attach|install|load|set|reset|pragma|call|export|import|begin|truncate|vacuum)"/i;
