/** How many posts have how much engagement, by powers of ten. A column is a button that filters by it. */
import type { Int, Summary } from "veyl";
import { compact, count } from "../text/format";
import type { DashboardState } from "./state";

export function Engagement({ state, summary }: { state: DashboardState; summary: Summary }) {
  const bins = summary.engagement;
  const chosen = state.filters.value.engagement;
  if (bins.every(({ posts }) => posts === 0)) return <p class="faint">No post has an engagement.</p>;
  const last = bins.findLastIndex(({ posts }) => posts > 0);
  const shown = bins.slice(0, Math.max(4, last + 1));
  const most = Math.max(1, ...shown.map(({ posts }) => posts));
  const isOn = (bin: { from: Int; to: Int }) =>
    chosen !== undefined && (chosen.min ?? -1) <= bin.from && (chosen.max === undefined || chosen.max >= bin.to);
  return (
    <ul class="columns" aria-label="Engagement">
      {shown.map((bin) => {
        const on = isOn(bin);
        const name = bin.from === bin.to ? count(bin.from) : `${count(bin.from)} to ${count(bin.to)}`;
        return (
          <li key={String(bin.from)}>
            <button
              type="button"
              aria-pressed={on}
              class={chosen && !on ? "out" : ""}
              onClick={() =>
                state.change({ engagement: on && isAlone(chosen, bin) ? undefined : { min: bin.from, max: bin.to } })
              }
            >
              <span class="value">
                {count(bin.posts)}
                <span class="unseen"> posts with an engagement of {name}</span>
              </span>
              <i style={{ height: `${(84 * bin.posts) / most}px` }} />
              <span class="faint" aria-hidden="true">
                {bin.from == 0 ? "0" : `${compact(bin.from)}+`}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function isAlone(chosen: { min?: Int; max?: Int } | undefined, bin: { from: Int; to: Int }): boolean {
  return chosen !== undefined && chosen.min == bin.from && chosen.max == bin.to;
}
