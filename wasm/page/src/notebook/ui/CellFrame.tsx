/** What every cell has: its place among the others, and the buttons that change it. */
import type { ComponentChildren } from "preact";
import type { Cell, Kind } from "../text/document";
import { useGiven } from "./given";
import { Icon } from "./icons";

export interface CellFrameProps {
  cell: Cell;
  kind: Kind;
  label: string;
  children: ComponentChildren;
  edit?: () => void;
}

export function CellFrame({ cell, kind, label, children, edit }: CellFrameProps) {
  const { book, context } = useGiven();
  const { cells } = book.document.value;
  const place = cells.findIndex(({ id }) => id === cell.id);
  const remove = () => {
    book.remove(cell.id);
    context.announce(`${label} removed`);
  };
  return (
    <section
      class={`cell ${kind}`}
      role={kind === "query" ? "region" : "group"}
      aria-label={label}
      data-cell={cell.id}
      tabIndex={-1}
    >
      {children}
      <div class="tools" role="group" aria-label={`Change ${label}`}>
        {edit && (
          <button type="button" onClick={edit} aria-label={`Edit ${label}`} title="Edit">
            <Icon name="edit" />
          </button>
        )}
        <button
          type="button"
          disabled={place <= 0}
          onClick={() => book.move(cell.id, -1)}
          aria-label={`Move ${label} up`}
          title="Move up"
        >
          <Icon name="up" />
        </button>
        <button
          type="button"
          disabled={place >= cells.length - 1}
          onClick={() => book.move(cell.id, 1)}
          aria-label={`Move ${label} down`}
          title="Move down"
        >
          <Icon name="down" />
        </button>
        <button type="button" onClick={remove} aria-label={`Remove ${label}`} title="Remove">
          <Icon name="remove" />
        </button>
      </div>
    </section>
  );
}
