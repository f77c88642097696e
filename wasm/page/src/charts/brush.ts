/**
 * Choosing a stretch of an axis of bins, by pointer and by keyboard. Positions are edges
 * between bins: 0 is before the first, `bins` after the last.
 */
export type Stretch = [from: number, to: number];

export type Grip = "new" | "move" | "from" | "to";

export interface Drag {
  grip: Grip;
  /** The edge where the pointer went down, and the stretch there was. */
  start: number;
  was: Stretch | undefined;
}

const clamp = (edge: number, bins: number) => Math.min(bins, Math.max(0, edge));

/** The stretch while a drag is at `at` (in bins, not rounded). undefined: nothing is chosen, which is everything. */
export function dragged(drag: Drag, at: number, bins: number): Stretch | undefined {
  const { grip, start, was } = drag;
  if (grip === "new" || !was) {
    const [low, high] = at < start ? [at, start] : [start, at];
    // A new stretch holds each bin that the pointer has touched.
    const stretch: Stretch = [clamp(Math.floor(low), bins), clamp(Math.ceil(high), bins)];
    return high - low < 0.25 ? undefined : stretch;
  }
  if (grip === "move") {
    const length = was[1] - was[0];
    const from = Math.min(bins - length, Math.max(0, was[0] + Math.round(at - start)));
    return [from, from + length];
  }
  const edge = clamp(Math.round(at), bins);
  return grip === "from" ? ordered(edge, was[1], bins) : ordered(was[0], edge, bins);
}

/** A step of a key on one end of the stretch; at least one bin stays in it. */
export function stepped(end: "from" | "to", by: number, was: Stretch, bins: number): Stretch {
  return end === "from"
    ? [Math.min(was[1] - 1, clamp(was[0] + by, bins)), was[1]]
    : [was[0], Math.max(was[0] + 1, clamp(was[1] + by, bins))];
}

/** Ends that crossed change places, and a stretch is never empty. */
function ordered(a: number, b: number, bins: number): Stretch {
  const [from, to] = a < b ? [a, b] : [b, a];
  if (from < to) return [from, to];
  return to < bins ? [from, to + 1] : [from - 1, to];
}
