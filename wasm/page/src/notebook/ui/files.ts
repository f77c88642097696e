/** Notebooks as files. */

/** A larger file is no notebook. */
const LARGEST = 4 * 1024 * 1024;

/** The text of a file and the name it goes by. */
export async function readNotebook(file: File): Promise<{ name: string; text: string }> {
  if (file.size > LARGEST)
    throw new Error(
      `${file.name} is too large for a notebook: ${(file.size / 1048576).toFixed(1)} MB, and 4 MB are the most`,
    );
  const bytes = await file.arrayBuffer();
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return { name: file.name.replace(/\.(md|markdown)$/i, ""), text: text.replaceAll("\r\n", "\n") };
  } catch {
    throw new Error(`${file.name} is no text in UTF-8; a notebook is a Markdown file`);
  }
}

/** What a notebook's file is called. */
export function fileName(name: string): string {
  const plain = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, "-")
    .replace(/^-+|-+$/g, "");
  return `${plain || "notebook"}.md`;
}
