/** What can be done with the notebook that is open. */
import { useSignal } from "@preact/signals";
import type { Library } from "../book/library";
import { fileName } from "./files";
import { useGiven } from "./given";
import { Icon } from "./icons";

export function Toolbar({ library }: { library: Library }) {
  const { book, context } = useGiven();
  const sure = useSignal(false);
  const busy = book.runner.busy.value;
  const source = book.source.value !== undefined;
  const name = library.find(book.entry.id)?.name ?? book.entry.name;
  const undo = book.removed.value;
  return (
    <div class="toolbar" role="toolbar" aria-label="Notebook">
      {busy ? (
        <button type="button" class="primary" onClick={() => book.runner.stop()}>
          <Icon name="stop" /> Stop
        </button>
      ) : (
        <button type="button" class="primary" disabled={source} onClick={() => void book.runAgain()}>
          <Icon name="run" /> Run all
        </button>
      )}
      <button type="button" aria-pressed={source} onClick={() => (source ? void book.showCells() : book.showSource())}>
        {source ? "Cells" : "Markdown"}
      </button>
      <button type="button" onClick={() => context.download(fileName(name), book.text.value, "text/markdown")}>
        Export
      </button>
      {undo && (
        <button type="button" onClick={() => book.restore(undo)}>
          Undo removal
        </button>
      )}
      <span class="gap" />
      {book.parsed.value?.front.title === undefined && (
        <input
          class="called"
          aria-label="Name of the notebook"
          value={name}
          onChange={(event) => library.update(book.entry.id, { name: event.currentTarget.value.trim() || "Untitled" })}
        />
      )}
      {sure.value ? (
        <>
          <button type="button" class="bad" onClick={() => library.remove(book.entry.id)}>
            Delete “{name}”
          </button>
          <button type="button" onClick={() => (sure.value = false)}>
            Keep
          </button>
        </>
      ) : (
        <button type="button" onClick={() => (sure.value = true)}>
          Delete
        </button>
      )}
    </div>
  );
}
