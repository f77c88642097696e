/** A chart of a cell's result. */
import { useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Drawn } from "../chart/draw";
import { Editor } from "../editor/Editor";
import { shown } from "../run/outcome";
import { chartRows, readArrow } from "../show/values";
import { type Cell, nameOf, textOf } from "../text/document";
import { refenced } from "../text/fence";
import { CellFrame } from "./CellFrame";
import { useGiven } from "./given";
import { useLooks } from "./looks";

export function ChartCell({ cell }: { cell: Cell }) {
  const { book } = useGiven();
  const data = nameOf(cell) ?? "";
  const text = textOf(cell);
  const editing = useSignal(data === "");
  const names =
    book.parsed.value?.blocks.flatMap((block) => (block.kind === "query" && block.name ? [block.name] : [])) ?? [];
  const label = data === "" ? "Chart" : `Chart of ${data}`;
  return (
    <CellFrame cell={cell} kind="chart" label={label} edit={() => (editing.value = !editing.value)}>
      <Picture data={data} text={text} label={label} />
      {editing.value && (
        <div class="spec">
          <label>
            draws
            <select
              value={data}
              onChange={(event) =>
                book.edit(cell.id, refenced(cell.raw, { words: `vega-lite data=${event.currentTarget.value}` }))
              }
            >
              {data !== "" && !names.includes(data) && <option value={data}>{data} (there is no such cell)</option>}
              {data === "" && <option value="">a cell…</option>}
              {names.map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <Editor
            language="json"
            label="Vega-Lite specification"
            value={text}
            onChange={(code) => book.edit(cell.id, refenced(cell.raw, { code }))}
            onLeave={() => (editing.value = false)}
          />
        </div>
      )}
    </CellFrame>
  );
}

/** The drawing; drawn again when the result, the specification, the width or the colours change. */
function Picture({ data, text, label }: { data: string; text: string; label: string }) {
  const { book } = useGiven();
  const place = useRef<HTMLDivElement>(null);
  const looks = useLooks(place);
  const wrong = useSignal<string | undefined>(undefined);
  const state = useSignal<"empty" | "drawn" | "failed">("empty");
  const spec = useSignal(text);
  useEffect(() => {
    spec.value = text;
  }, [text]);
  const done = useComputed(() => {
    const id = book.named(data);
    return id === undefined ? undefined : shown(book.runner.outcome(id).value);
  });
  useSignalEffect(() => {
    const relation = done.value?.relation;
    const written = spec.value;
    // Read here so that a change draws again.
    void looks.value;
    const into = place.current;
    if (!relation || !into) return;
    let drawn: Drawn | undefined;
    let gone = false;
    void (async () => {
      try {
        const { draw, MOST_ROWS } = await import("../chart/draw");
        if (relation.rows > MOST_ROWS) {
          const [rows, most] = [relation.rows.toLocaleString("en"), MOST_ROWS.toLocaleString("en")];
          throw new Error(
            `the chart would draw ${rows} rows; ${most} are the most. Count or sum them up in a cell, and draw that.`,
          );
        }
        const rows = chartRows(readArrow(await relation.all()));
        if (gone) return;
        // The old one stays in sight until there is a new one.
        const fresh = document.createElement("div");
        fresh.className = "drawing";
        into.append(fresh);
        const made = await draw(fresh, written, rows);
        if (gone) {
          made.remove();
          fresh.remove();
          return;
        }
        drawn = made;
        for (const old of [...into.children]) if (old !== fresh) old.remove();
        wrong.value = undefined;
        state.value = "drawn";
      } catch (error) {
        if (gone) return;
        wrong.value = error instanceof Error ? error.message : String(error);
        state.value = "failed";
      }
    })();
    return () => {
      gone = true;
      drawn?.remove();
    };
  });
  return (
    <figure class="picture" aria-label={label} data-state={state.value}>
      <div ref={place} class="canvas" />
      {wrong.value !== undefined && <p class="wrong">The chart can't be drawn: {wrong.value}</p>}
    </figure>
  );
}
