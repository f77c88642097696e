/** The files of a drop, those in folders too. */
export async function filesOf(transfer: DataTransfer): Promise<File[]> {
  // Entries have to be asked for before the first pause: the transfer is empty after it.
  const entries = [...transfer.items].filter(({ kind }) => kind === "file").map((item) => item.webkitGetAsEntry());
  const files = [...transfer.files];
  const found = await Promise.all(
    entries.map((entry, at) => (entry?.isDirectory ? within(entry as FileSystemDirectoryEntry) : [files[at]])),
  );
  return found.flat().filter((file) => file !== undefined);
}

async function within(folder: FileSystemDirectoryEntry): Promise<File[]> {
  const reader = folder.createReader();
  const entries: FileSystemEntry[] = [];
  for (;;) {
    // It hands them out some at a time, and nothing at the end.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) break;
    entries.push(...some);
  }
  const found = await Promise.all(
    entries
      .filter(({ name }) => !name.startsWith("."))
      .map((entry) =>
        entry.isDirectory
          ? within(entry as FileSystemDirectoryEntry)
          : new Promise<File[]>((resolve, reject) =>
              (entry as FileSystemFileEntry).file((file) => resolve([file]), reject),
            ),
      ),
  );
  return found.flat();
}
