/** Fences: the lines of backticks around the code of a cell. */

const OPENING = /^ {0,3}(`{3,}|~{3,})([^\n]*)/;

/** The words after the opening fence: `sql name rows=20`. */
export function wordsOf(raw: string): string[] {
  return (OPENING.exec(raw)?.[2] ?? "").split(/\s+/).filter((word) => word !== "");
}

/** The lines between the fences. */
export function codeOf(raw: string): string {
  const lines = raw.split("\n");
  return lines
    .slice(1, /^ {0,3}(`{3,}|~{3,})\s*$/.test(lines.at(-1) ?? "") && lines.length > 1 ? -1 : undefined)
    .join("\n");
}

/** Code between fences that are longer than any in it. */
export function fenced(words: string, code: string): string {
  const longest = Math.max(2, ...(code.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${words}\n${code}${code === "" || code.endsWith("\n") ? "" : "\n"}${fence}`;
}

/** The same code after other words, or other code after the same words. */
export function refenced(raw: string, change: { words?: string; code?: string }): string {
  return fenced(change.words ?? wordsOf(raw).join(" "), change.code ?? codeOf(raw));
}

/** The words of an SQL cell under another name; without one if it is empty. */
export function renamed(words: readonly string[], name: string): string {
  const [sql = "sql", ...rest] = words;
  const kept = rest[0] !== undefined && !rest[0].includes("=") ? rest.slice(1) : rest;
  // `hide` in the first place would be a name.
  const options = name === "" ? kept.filter((word) => word !== "hide") : kept;
  return [sql, ...(name === "" ? [] : [name]), ...options].join(" ");
}

/** The words of an SQL cell with `hide`, or without. */
export function hidden(words: readonly string[], hide: boolean): string {
  return [...words.filter((word, place) => place < 2 || word !== "hide"), ...(hide ? ["hide"] : [])].join(" ");
}
