/** The notebook that is open. */
import { useRef } from "preact/hooks";
import { Editor } from "../editor/Editor";
import type { Cell } from "../text/document";
import { newCell } from "../text/document";
import { ChartCell } from "./ChartCell";
import { useGiven } from "./given";
import { Insert } from "./Insert";
import { Params } from "./Params";
import { ProseCell } from "./ProseCell";
import { QueryCell } from "./QueryCell";

export function BookView() {
  const { book } = useGiven();
  const place = useRef<HTMLDivElement>(null);
  const source = book.source.value;
  const wrong = book.wrong.value;
  const { cells } = book.document.value;

  /** Goes on to the cell after one; makes one at the end. */
  const next = (cell: Cell) => {
    const at = cells.findIndex(({ id }) => id === cell.id);
    const following = cells.slice(at + 1).find(({ kind }) => kind === "query") ?? newCell.query();
    if (!cells.some(({ id }) => id === following.id)) book.insert(following, cell.id);
    requestAnimationFrame(() => focusCell(place.current, following.id));
  };
  return (
    <div class="book" ref={place} data-state={book.working.value === 0 ? "idle" : "busy"}>
      {source === undefined && <Title />}
      <Params />
      {wrong && (
        <div class="wrong" role="alert">
          <p>
            {wrong.line !== undefined && <>Line {wrong.line}: </>}
            {wrong.message}
          </p>
          {wrong.hint !== undefined && <p class="hint">{wrong.hint}</p>}
        </div>
      )}
      {source !== undefined ? (
        <Editor
          language="markdown"
          label="The notebook as Markdown"
          value={source}
          lines
          marks={wrong?.line === undefined ? NONE : [{ message: wrong.message, line: wrong.line }]}
          onChange={(text) => book.editSource(text)}
          onRun={() => void book.showCells()}
        />
      ) : (
        <>
          <Insert />
          {cells.map((cell) => (
            <div key={cell.id}>
              {cell.kind === "query" && <QueryCell cell={cell} next={() => next(cell)} />}
              {cell.kind === "prose" && <ProseCell cell={cell} next={() => next(cell)} />}
              {cell.kind === "chart" && <ChartCell cell={cell} />}
              <Insert after={cell.id} always={cell === cells.at(-1)} />
            </div>
          ))}
          {cells.length === 0 && <p class="note">An empty notebook. Add a cell to begin.</p>}
        </>
      )}
    </div>
  );
}

const NONE: [] = [];

/** The title of the front matter. */
function Title() {
  const { book } = useGiven();
  const title = book.parsed.value?.front.title;
  return title === undefined ? null : <h1 class="title">{title}</h1>;
}

function focusCell(root: HTMLElement | null, id: number): void {
  const cell = root?.querySelector<HTMLElement>(`[data-cell="${id}"]`);
  cell?.querySelector<HTMLElement>(".cm-content")?.focus();
  cell?.scrollIntoView({ block: "nearest", behavior: "smooth" });
}
