/** Names and texts as SQL writes them. */

/** A name in double quotes. */
export function name(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** A text in single quotes. DuckDB reads no escapes in it but a doubled quote. */
export function text(value: string): string {
  if (value.includes("\0")) throw new Error("a text with a NUL character can't be given to DuckDB");
  return `'${value.replaceAll("'", "''")}'`;
}
