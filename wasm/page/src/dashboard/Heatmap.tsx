/** Weekday by hour, in UTC. A grid with one tab stop; arrows move, Enter or space chooses. */
import { useRef, useState } from "preact/hooks";
import type { Summary } from "veyl";
import { count, plural } from "../text/format";
import { amount } from "./measure";
import type { DashboardState } from "./state";

const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

type Cell = { weekday: number; hour: number };

const same = (one: Cell) => (other: Cell) => one.weekday === other.weekday && one.hour === other.hour;

export function Heatmap({ state, summary }: { state: DashboardState; summary: Summary }) {
  const grid = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<Cell>({ weekday: 1, hour: 0 });
  const [pointed, setPointed] = useState<Cell | undefined>(undefined);
  const chosen = state.filters.value.weekdayHours ?? [];
  const measure = state.measure.value;
  const most = Math.max(1, ...summary.weekdayHours.map((bin) => amount(bin, measure)));
  const byPlace = new Map(summary.weekdayHours.map((bin) => [(bin.weekday - 1) * 24 + bin.hour, bin]));
  const binAt = ({ weekday, hour }: Cell) => byPlace.get((weekday - 1) * 24 + hour);

  /** All of them are chosen already: takes them off. Otherwise adds those that are missing. */
  const toggle = (cells: Cell[]) => {
    const rest = chosen.filter((cell) => !cells.some(same(cell)));
    const next = chosen.length - rest.length === cells.length ? rest : [...rest, ...cells];
    state.change({ weekdayHours: next.length > 0 ? next : undefined });
  };
  const key = (event: KeyboardEvent) => {
    const step = {
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
      Home: [0, -24],
      End: [0, 24],
    }[event.key];
    if (event.key === "Enter" || event.key === " ") toggle([at]);
    else if (step) {
      const next = {
        weekday: Math.min(7, Math.max(1, at.weekday + step[0]!)),
        hour: Math.min(23, Math.max(0, at.hour + step[1]!)),
      };
      setAt(next);
      grid.current?.querySelector<HTMLElement>(`[data-at="${next.weekday}-${next.hour}"]`)?.focus();
    } else return;
    event.preventDefault();
  };
  const say = (cell: Cell) => {
    const bin = binAt(cell);
    const posts = plural(bin?.posts ?? 0, "post");
    const place = `${DAYS[cell.weekday - 1]} ${String(cell.hour).padStart(2, "0")}:00`;
    return measure === "posts"
      ? `${place}: ${posts}`
      : `${place}: ${count(bin ? bin[measure] : 0)} ${measure}, ${posts}`;
  };

  return (
    <div class="heatmap">
      <div
        class="cells"
        role="grid"
        aria-label="Weekday and hour, UTC"
        aria-multiselectable="true"
        ref={grid}
        onPointerLeave={() => setPointed(undefined)}
      >
        {DAYS.map((name, index) => {
          const weekday = index + 1;
          return (
            <div role="row" key={name}>
              <div role="rowheader">
                <button type="button" onClick={() => toggle(HOURS.map((hour) => ({ weekday, hour })))}>
                  <span aria-hidden="true">{name.slice(0, 3)}</span>
                  <span class="unseen">{name}, all hours</span>
                </button>
              </div>
              {HOURS.map((hour) => {
                const cell = { weekday, hour };
                const bin = binAt(cell);
                const part = bin ? amount(bin, measure) / most : 0;
                const on = chosen.some(same(cell));
                return (
                  <div
                    key={hour}
                    role="gridcell"
                    data-at={`${weekday}-${hour}`}
                    tabIndex={at.weekday === weekday && at.hour === hour ? 0 : -1}
                    aria-selected={on}
                    aria-label={say(cell)}
                    class={chosen.length > 0 && !on ? "out" : ""}
                    style={{ "--part": `${(100 * Math.sqrt(part)).toFixed(1)}%` }}
                    onClick={() => {
                      setAt(cell);
                      toggle([cell]);
                    }}
                    onFocus={() => setPointed(cell)}
                    onBlur={() => setPointed(undefined)}
                    onPointerEnter={() => setPointed(cell)}
                    onKeyDown={key}
                  />
                );
              })}
            </div>
          );
        })}
        <div class="hours" aria-hidden="true">
          <span />
          {HOURS.map((hour) => (
            <button
              type="button"
              tabIndex={-1}
              key={hour}
              onClick={() => toggle(DAYS.map((_, index) => ({ weekday: index + 1, hour })))}
            >
              {hour % 3 === 0 ? hour : ""}
            </button>
          ))}
        </div>
      </div>
      <p class="readout faint">
        {pointed ? (
          say(pointed)
        ) : chosen.length > 0 ? (
          <>
            {plural(chosen.length, "hour")} of the week{" "}
            <button type="button" class="plain" onClick={() => state.change({ weekdayHours: undefined })}>
              All hours
            </button>
          </>
        ) : (
          "Hours of the week, in UTC. Choose cells, or a whole day or hour by its name."
        )}
      </p>
    </div>
  );
}
