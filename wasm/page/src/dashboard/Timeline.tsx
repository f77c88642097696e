/** Posts over time, with a stretch to choose. It shows all times that pass the other filters. */
import { bisectRight } from "d3-array";
import { scaleLinear, scaleUtc } from "d3-scale";
import { useId, useMemo, useRef, useState } from "preact/hooks";
import type { Bin, Summary } from "veyl";
import { type Drag, type Grip, type Stretch, dragged, stepped } from "../charts/brush";
import { useWidth } from "../charts/size";
import { binName, compact, count, plural, range, toDate } from "../text/format";
import { amount } from "./measure";
import { type DashboardState, type Measure, type Span, endOf } from "./state";

const HEIGHT = 148;
const FLOOR = 22; // below the bars: the dates
const TOP = 6;

/** The beginnings of all bins of a span, and its end. */
function edgesOf(span: Span): number[] {
  const edges = [];
  for (let at = span.from; at < span.to; at = endOf(at, span.unit)) edges.push(at);
  return [...edges, span.to];
}

/** The stretch of edges that a filter of time covers. */
function stretchOf(edges: number[], time: { from?: number; to?: number } | undefined): Stretch | undefined {
  if (!time) return undefined;
  const from = time.from === undefined ? 0 : Math.max(0, bisectRight(edges, time.from) - 1);
  const to = time.to === undefined ? edges.length - 1 : Math.min(edges.length - 1, bisectRight(edges, time.to - 1));
  return from < to ? [from, to] : undefined;
}

/** All bars as one path: thousands of them stay one element. */
function barsPath(heights: number[], width: number, y: (value: number) => number): string {
  const step = width / heights.length;
  const gap = step > 4 ? 1 : 0;
  let path = "";
  heights.forEach((value, at) => {
    if (value > 0)
      path += `M${(at * step).toFixed(1)} ${HEIGHT - FLOOR}V${Math.min(y(value), HEIGHT - FLOOR - 1).toFixed(1)}h${(step - gap).toFixed(2)}V${HEIGHT - FLOOR}z`;
  });
  return path;
}

export function Timeline({ state, summary, span }: { state: DashboardState; summary: Summary; span: Span }) {
  const [box, width] = useWidth<HTMLDivElement>();
  const [at, setAt] = useState<number | undefined>(undefined);
  const drag = useRef<Drag | undefined>(undefined);
  const clip = useId();
  const edges = useMemo(() => edgesOf(span), [span]);
  const bins = edges.length - 1;
  const measure = state.measure.value;
  const time = state.filters.value.time as { from?: number; to?: number } | undefined;
  const stretch = stretchOf(edges, time);

  const found = useMemo(() => {
    const byTime = new Map<number, Bin>(summary.time.bins.map((bin) => [Number(bin.at), bin]));
    return edges.slice(0, -1).map((edge) => byTime.get(edge));
  }, [edges, summary]);
  const heights = found.map((bin) => (bin ? amount(bin, measure) : 0));
  const y = scaleLinear([0, Math.max(1, ...heights)], [HEIGHT - FLOOR, TOP]);
  const x = (edge: number) => (edge * width) / bins;
  const path = width > 0 ? barsPath(heights, width, y) : "";

  const choose = (to: Stretch | undefined) => {
    const whole = to && to[0] === 0 && to[1] === bins;
    state.change({ time: to && !whole ? { from: edges[to[0]]!, to: edges[to[1]]! } : undefined });
  };
  const inBins = (event: PointerEvent) => {
    const { left } = box.current!.getBoundingClientRect();
    return ((event.clientX - left) * bins) / width;
  };
  const gripAt = (where: number): Grip => {
    if (!stretch) return "new";
    const near = (8 * bins) / width;
    if (Math.abs(where - stretch[0]) < near) return "from";
    if (Math.abs(where - stretch[1]) < near) return "to";
    return where > stretch[0] && where < stretch[1] ? "move" : "new";
  };
  const down = (event: PointerEvent) => {
    if (event.button !== 0 || bins < 1) return;
    const start = inBins(event);
    drag.current = { grip: gripAt(start), start, was: stretch };
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent) => {
    const where = inBins(event);
    setAt(Math.min(bins - 1, Math.max(0, Math.floor(where))));
    if (drag.current) choose(dragged(drag.current, where, bins));
  };
  const up = () => {
    drag.current = undefined;
  };
  const key = (end: "from" | "to") => (event: KeyboardEvent) => {
    const step = {
      ArrowLeft: -1,
      ArrowDown: -1,
      ArrowRight: 1,
      ArrowUp: 1,
      PageDown: -10,
      PageUp: 10,
      Home: -bins,
      End: bins,
    }[event.key];
    if (event.key === "Escape") choose(undefined);
    else if (step !== undefined) choose(stepped(end, event.shiftKey ? step * 10 : step, stretch ?? [0, bins], bins));
    else return;
    event.preventDefault();
  };

  const ends = stretch ?? ([0, bins] satisfies Stretch);
  return (
    <div class="timeline">
      <div
        ref={box}
        class="plot"
        onPointerDown={down}
        onPointerMove={move}
        onPointerUp={up}
        onPointerCancel={up}
        onPointerLeave={() => setAt(undefined)}
        onDblClick={() => choose(undefined)}
      >
        {width > 0 && (
          <svg width={width} height={HEIGHT} aria-hidden="true">
            <Dates edges={edges} width={width} />
            <path d={path} class={stretch ? "bars out" : "bars"} />
            {stretch && (
              <>
                <clipPath id={clip}>
                  <rect x={x(stretch[0])} y={0} width={x(stretch[1]) - x(stretch[0])} height={HEIGHT} />
                </clipPath>
                <rect
                  class="stretch"
                  x={x(stretch[0])}
                  y={0}
                  width={x(stretch[1]) - x(stretch[0])}
                  height={HEIGHT - FLOOR}
                />
                <path d={path} class="bars" clip-path={`url(#${clip})`} />
              </>
            )}
            <Grid y={y} width={width} />
            {state.surges.value.map((surge) => {
              const left = x(bisectRight(edges, surge.at) - 0.5);
              return <path key={`${surge.at} ${surge.hashtag}`} class="surge" d={`M${left - 4} 0h8l-4 6z`} />;
            })}
            {at !== undefined && (
              <rect class="pointed" x={x(at)} y={0} width={Math.max(1, x(1))} height={HEIGHT - FLOOR} />
            )}
          </svg>
        )}
        {(["from", "to"] as const).map((end, index) => (
          <div
            key={end}
            class={`grip ${stretch ? "set" : ""}`}
            style={{ left: `${x(ends[index]!)}px` }}
            role="slider"
            tabIndex={0}
            aria-label={end === "from" ? "Time: from" : "Time: until the end of"}
            aria-valuemin={0}
            aria-valuemax={bins}
            aria-valuenow={ends[index]!}
            aria-valuetext={binName(end === "from" ? edges[ends[0]]! : edges[ends[1] - 1]!, span.unit)}
            onKeyDown={key(end)}
          />
        ))}
      </div>
      <p class="readout faint">
        {at === undefined ? (
          stretch ? (
            <>
              {range(edges[stretch[0]], edges[stretch[1]])}{" "}
              <button type="button" class="plain" onClick={() => choose(undefined)}>
                All times
              </button>
            </>
          ) : (
            `Drag to choose a stretch of time. One bar is one ${span.unit}, in UTC.`
          )
        ) : (
          <Reading name={binName(edges[at]!, span.unit)} bin={found[at]} measure={measure} />
        )}
        {summary.undated > 0 && (
          <span class="undated">{plural(summary.undated, "post")} of unknown time not shown</span>
        )}
      </p>
    </div>
  );
}

function Reading({ name, bin, measure }: { name: string; bin: Bin | undefined; measure: Measure }) {
  const posts = plural(bin?.posts ?? 0, "post");
  return (
    <>{measure === "posts" ? `${name}: ${posts}` : `${name}: ${count(bin ? bin[measure] : 0)} ${measure}, ${posts}`}</>
  );
}

function Grid({ y, width }: { y: ReturnType<typeof scaleLinear<number, number>>; width: number }) {
  return (
    <>
      {y
        .ticks(3)
        .filter((tick) => tick > 0 && Number.isInteger(tick))
        .map((tick) => (
          <g key={tick} class="grid" transform={`translate(0 ${y(tick)})`}>
            <line x2={width} />
            <text y={-3}>{compact(tick)}</text>
          </g>
        ))}
    </>
  );
}

function Dates({ edges, width }: { edges: number[]; width: number }) {
  const bins = edges.length - 1;
  const scale = scaleUtc([toDate(edges[0]!), toDate(edges[bins]!)], [0, width]);
  const form = scale.tickFormat();
  // Bins of months differ in length: a date stands where its bin does.
  const place = (tick: Date) => {
    const micros = Number(tick) * 1000;
    const bin = Math.min(bins - 1, Math.max(0, bisectRight(edges, micros) - 1));
    const part = (micros - edges[bin]!) / (edges[bin + 1]! - edges[bin]!);
    return ((bin + Math.min(1, part)) * width) / bins;
  };
  return (
    <>
      {scale.ticks(Math.max(2, Math.floor(width / 90))).map((tick) => {
        const left = place(tick);
        return left > width - 24 ? null : (
          <g key={Number(tick)} class="date" transform={`translate(${left} ${HEIGHT - FLOOR})`}>
            <line y2={5} />
            <text x={0} y={17}>
              {form(tick)}
            </text>
          </g>
        );
      })}
    </>
  );
}
