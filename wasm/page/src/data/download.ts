/** Hands a file to the user. */
export const MEDIA = {
  parquet: "application/vnd.apache.parquet",
  csv: "text/csv",
  arrow: "application/vnd.apache.arrow.stream",
  toml: "application/toml",
} as const;

export function download(name: string, content: Uint8Array | string, mediaType: string): void {
  const url = URL.createObjectURL(new Blob([content as BlobPart], { type: mediaType }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken hold of it by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A name that every file system takes, made of a project's. */
export function fileName(name: string): string {
  const plain = name
    .normalize("NFKC")
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");
  return plain.slice(0, 60) || "project";
}
