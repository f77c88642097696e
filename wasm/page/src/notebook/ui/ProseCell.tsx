/** A cell with Markdown. */
import { useSignal } from "@preact/signals";
import { Editor } from "../editor/Editor";
import { toElements } from "../prose/markdown";
import { HoleValue } from "../prose/Values";
import { type Cell, places } from "../text/document";
import type { Hole } from "../text/parsed";
import { CellFrame } from "./CellFrame";
import { useGiven } from "./given";

export function ProseCell({ cell, next }: { cell: Cell; next(): void }) {
  const { book } = useGiven();
  const editing = useSignal(cell.raw.trim() === "");
  const done = () => {
    if (cell.raw.trim() === "") return;
    editing.value = false;
    void book.settle();
  };
  return (
    <CellFrame cell={cell} kind="prose" label="Text" edit={() => (editing.value = true)}>
      {editing.value ? (
        <Editor
          language="markdown"
          label="Markdown"
          value={cell.raw.trim() === "" ? "" : cell.raw}
          hint="Text in Markdown. {{name.column|int}} is a value of a cell."
          focus
          onChange={(text) => book.edit(cell.id, text)}
          onLeave={done}
          onBlur={done}
          onRun={(then) => {
            done();
            if (then) next();
          }}
        />
      ) : (
        <div class="prose" onDblClick={() => (editing.value = true)}>
          {toElements(cell.raw, fillings(book, cell))}
        </div>
      )}
    </CellFrame>
  );
}

/** The values within a cell: the parser may have read it together with its neighbours. */
function fillings(book: ReturnType<typeof useGiven>["book"], cell: Cell) {
  const document = book.document.value;
  const at = places(document)[document.cells.findIndex(({ id }) => id === cell.id)];
  const parsed = book.parsed.value;
  if (!at || !parsed || book.wrong.value) return [];
  const within = (begin: number, hole: Hole) => ({
    begin: begin + hole.begin - at.begin,
    end: begin + hole.end - at.begin,
    shown: <HoleValue key={`${hole.relation}.${hole.column}|${hole.format}|${hole.begin}`} hole={hole} />,
  });
  return parsed.blocks
    .flatMap((block) => (block.kind === "prose" ? block.holes.map((hole) => within(block.begin, hole)) : []))
    .filter(({ begin, end }) => begin >= 0 && end <= cell.raw.length && cell.raw.startsWith("{{", begin));
}
