/** The sample of the project, as assets of the page: fetched when someone opens it. */
import type { InputFile } from "veyl";

const FILES = import.meta.glob<string>(
  ["../../../../data/sample/*.{json,ndjson,csv,gz}", "../../../../data/sample/projects.toml"],
  { query: "?url", import: "default", eager: true },
);

async function fetched(url: string): Promise<Uint8Array> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`the sample could not be read: ${url} is answered with ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** The exports, and the text of the projects. */
export async function sample(): Promise<{ files: InputFile[]; projects: string }> {
  const all = await Promise.all(
    Object.entries(FILES).map(async ([path, url]) => ({
      name: path.slice(path.lastIndexOf("/") + 1),
      data: await fetched(url),
    })),
  );
  const toml = all.find(({ name }) => name === "projects.toml");
  return {
    files: all.filter((file) => file !== toml),
    projects: new TextDecoder().decode(toml?.data),
  };
}
