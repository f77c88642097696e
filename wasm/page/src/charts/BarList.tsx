/**
 * A ranked list with bars. Each row is a button that filters by it; bars compare with the
 * longest of the list.
 */
import { useState } from "preact/hooks";
import { Name } from "../text/Text";

export interface BarItem {
  key: string;
  label: string;
  /** Said after the label, in faint letters. */
  detail?: string;
  value: number;
  /** The value as text; a second figure beside it. */
  shown: string;
  aside?: string | undefined;
  selected: boolean;
}

interface Props {
  items: BarItem[];
  /** What the rows are, for screen readers: "hashtags". */
  name: string;
  onToggle: (key: string) => void;
  /** Rows shown before "more". */
  first?: number;
  empty: string;
}

export function BarList({ items, name, onToggle, first = 10, empty }: Props) {
  const [whole, setWhole] = useState(false);
  if (items.length === 0) return <p class="faint">{empty}</p>;
  const longest = Math.max(1, ...items.map(({ value }) => value));
  const some = items.some(({ selected }) => selected);
  const shown = whole ? items : items.slice(0, first);
  return (
    <>
      <ul class="bars" aria-label={name}>
        {shown.map((item) => (
          <li key={item.key}>
            <button
              type="button"
              class={`bar ${some && !item.selected ? "out" : ""}`}
              aria-pressed={item.selected}
              onClick={() => onToggle(item.key)}
            >
              <i style={{ width: `${(100 * Math.max(0, item.value)) / longest}%` }} />
              <span class="label">
                <Name value={item.label} most={60} />
                {item.detail !== undefined && <span class="faint"> {item.detail}</span>}
              </span>
              {item.aside !== undefined && <span class="aside">{item.aside}</span>}
              <span class="value">{item.shown}</span>
            </button>
          </li>
        ))}
      </ul>
      {items.length > first && (
        <button type="button" class="plain more" onClick={() => setWhole(!whole)}>
          {whole ? "Fewer" : `All ${items.length}`}
        </button>
      )}
    </>
  );
}
