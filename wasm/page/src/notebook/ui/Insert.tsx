/** Between cells: makes a new one there. */
import { type Kind, newCell } from "../text/document";
import { useGiven } from "./given";

const NAMES: [Kind, string][] = [
  ["query", "SQL"],
  ["prose", "Text"],
  ["chart", "Chart"],
];

export function Insert({ after, always = false }: { after?: number; always?: boolean }) {
  const { book } = useGiven();
  return (
    <div class={always ? "insert always" : "insert"} role="group" aria-label="Add a cell here">
      {NAMES.map(([kind, name]) => (
        <button key={kind} type="button" onClick={() => book.insert(newCell[kind](), after)}>
          + {name}
        </button>
      ))}
    </div>
  );
}
