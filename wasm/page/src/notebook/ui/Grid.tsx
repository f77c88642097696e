/** A result as a table of which only the rows in sight exist. */
import type { Table } from "@uwdata/flechette";
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { PAGE, type Relation } from "../run/relation";
import { cellText, isNumber, isTime, typeName, valueText } from "../show/values";

const ROW = 27;
/** Rows in sight where there are many. */
const IN_SIGHT = 12;
/** Rows drawn above and below those in sight. */
const MARGIN = 6;
/** Browsers draw nothing taller than some 30 million pixels. */
const TALLEST = 8_000_000;

export interface GridProps {
  relation: Relation;
  label: string;
}

export function Grid({ relation, label }: GridProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [pages, setPages] = useState<ReadonlyMap<number, Table>>(new Map());
  const [failed, setFailed] = useState<string | undefined>(undefined);
  const [chosen, choose] = useState<{ row: number; column: number } | undefined>(undefined);
  const { fields } = relation.head.schema;
  const widths = useMemo(() => columnWidths(relation.head), [relation]);

  const visible = Math.min(relation.rows, IN_SIGHT);
  const tall = Math.min(relation.rows * ROW, TALLEST);
  // Where all rows would be too tall, a step of the bar is more than a row.
  const most = Math.max(1, tall - visible * ROW);
  const first = Math.floor((top / most) * Math.max(0, relation.rows - visible) + 1e-6);
  const from = Math.max(0, first - MARGIN);
  const to = Math.min(relation.rows, first + visible + MARGIN + 1);

  useEffect(() => {
    setPages(new Map([[0, relation.head]]));
    setFailed(undefined);
    choose(undefined);
    scroller.current?.scrollTo({ top: 0 });
  }, [relation]);

  useEffect(() => {
    let gone = false;
    for (let page = Math.floor(from / PAGE); page <= Math.floor(Math.max(from, to - 1) / PAGE); page += 1) {
      if (pages.has(page)) continue;
      relation.page(page).then(
        (table) => gone || setPages((known) => new Map(known).set(page, table)),
        (error: Error) => gone || setFailed(error.message),
      );
    }
    return () => {
      gone = true;
    };
  }, [relation, from, to, pages]);

  const value = useCallback(
    (row: number, column: number) =>
      pages
        .get(Math.floor(row / PAGE))
        ?.getChildAt(column)
        ?.at(row % PAGE),
    [pages],
  );

  if (fields.length === 0) return null;
  const columns = widths.map((width) => `${width}px`).join(" ");
  const total = widths.reduce((sum, width) => sum + width, 0);
  const rows = [];
  for (let row = from; row < to; row += 1) {
    const y = tall === relation.rows * ROW ? row * ROW : top + (row - first) * ROW;
    rows.push(
      <div
        key={row}
        role="row"
        aria-rowindex={row + 2}
        class={row % 2 === 0 ? "row" : "row odd"}
        style={{ transform: `translateY(${y}px)`, gridTemplateColumns: columns, minWidth: `${total}px` }}
      >
        {fields.map((field, column) => (
          <Value
            key={column}
            loaded={pages.has(Math.floor(row / PAGE))}
            type={field.type}
            value={value(row, column)}
            chosen={chosen?.row === row && chosen.column === column}
            onChoose={() => choose(chosen?.row === row && chosen.column === column ? undefined : { row, column })}
          />
        ))}
      </div>,
    );
  }
  return (
    <div class="grid">
      <div
        ref={scroller}
        class="scroller"
        role="table"
        aria-label={label}
        aria-rowcount={relation.rows + 1}
        aria-colcount={fields.length}
        tabIndex={0}
        style={{ maxHeight: `${visible * ROW + 44 + 14}px` }}
        onScroll={(event) => setTop(Math.max(0, event.currentTarget.scrollTop))}
      >
        <div class="head" role="row" aria-rowindex={1} style={{ gridTemplateColumns: columns, minWidth: `${total}px` }}>
          {fields.map((field, column) => (
            <div key={column} role="columnheader" class={isNumber(field.type) ? "number" : ""} title={field.name}>
              <span class="name">{field.name}</span>
              <span class="type">{typeName(field.type)}</span>
            </div>
          ))}
        </div>
        <div class="body" role="rowgroup" style={{ height: `${tall}px`, minWidth: `${total}px` }}>
          {rows}
        </div>
      </div>
      {failed !== undefined && <p class="wrong">{failed}</p>}
      {chosen && (
        <Whole
          {...chosen}
          relation={relation}
          value={value(chosen.row, chosen.column)}
          close={() => choose(undefined)}
        />
      )}
    </div>
  );
}

interface ValueProps {
  loaded: boolean;
  type: Parameters<typeof cellText>[0];
  value: unknown;
  chosen: boolean;
  onChoose(): void;
}

function Value({ loaded, type, value, chosen, onChoose }: ValueProps) {
  const text = loaded ? cellText(type, value) : "";
  const kind = text === null ? "null" : isNumber(type) ? "number" : isTime(type) ? "time" : "";
  return (
    <div role="cell" class={`${kind}${isNumber(type) ? " number" : ""}${chosen ? " chosen" : ""}`} onClick={onChoose}>
      {text === null ? "NULL" : text}
    </div>
  );
}

/** One value in full, below the table. */
function Whole({
  row,
  column,
  relation,
  value,
  close,
}: {
  row: number;
  column: number;
  relation: Relation;
  value: unknown;
  close(): void;
}) {
  const field = relation.head.schema.fields[column];
  if (!field) return null;
  const text = valueText(field.type, value);
  return (
    <div class="whole">
      <header>
        <span>
          {field.name}, row {(row + 1).toLocaleString("en")}
        </span>
        <button type="button" onClick={close} aria-label="Close the value">
          ×
        </button>
      </header>
      <pre tabIndex={0}>{text === null ? "NULL" : text.slice(0, 100_000)}</pre>
    </div>
  );
}

/** Widths that show the first rows, within reason, in pixels. */
function columnWidths(head: Table): number[] {
  const probe = document.createElement("canvas").getContext("2d");
  return head.schema.fields.map((field, place) => {
    const column = head.getChildAt(place);
    const measure = (text: string, weight = "400") => {
      if (!probe) return text.length * 7;
      probe.font = `${weight} 13px ui-sans-serif, system-ui, sans-serif`;
      return probe.measureText(text).width;
    };
    let widest = Math.max(measure(field.name, "600") + 2, measure(typeName(field.type)) * 0.85);
    for (let row = 0; row < Math.min(head.numRows, 60); row += 1) {
      widest = Math.max(widest, measure((cellText(field.type, column?.at(row)) ?? "NULL").slice(0, 80)));
    }
    return Math.ceil(Math.min(Math.max(widest + 26, 56), 380));
  });
}
