/** Files and folders dropped anywhere on the page. The whole page is the target; a frame shows it. */
import { useEffect, useState } from "preact/hooks";
import { fail } from "../app/trouble";
import { filesOf } from "./dropped";

export function Drop({ onFiles }: { onFiles: (files: File[]) => void }) {
  const [over, setOver] = useState(false);
  useEffect(() => {
    let depth = 0; // dragenter and dragleave come for every element on the way
    const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const end = new AbortController();
    const on = (name: "dragenter" | "dragleave" | "dragover" | "drop", listener: (event: DragEvent) => void) =>
      addEventListener(name, (event) => carriesFiles(event) && listener(event), { signal: end.signal });
    on("dragenter", () => setOver((depth += 1) > 0));
    on("dragleave", () => setOver((depth -= 1) > 0));
    on("dragover", (event) => event.preventDefault());
    on("drop", (event) => {
      event.preventDefault();
      depth = 0;
      setOver(false);
      if (event.dataTransfer) filesOf(event.dataTransfer).then(onFiles, fail);
    });
    return () => end.abort();
  }, [onFiles]);
  return over ? (
    <div class="drop" aria-hidden="true">
      <p>Drop to read</p>
    </div>
  ) : null;
}
