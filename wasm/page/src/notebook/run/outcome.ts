/** What became of a cell. */
import type { Relation } from "./relation";

export type Outcome =
  | { state: "new" }
  | { state: "waiting"; before?: Done }
  | { state: "running"; since: number; before?: Done }
  | Done
  | { state: "failed"; message: string; hint?: string; line?: number; column?: number; ms?: number }
  | { state: "stopped"; message: string };

/** It has run. */
export interface Done {
  state: "done";
  relation: Relation;
  ms: number;
  /** What it was made of: at anything else it is out of date. */
  made: string;
  /** Tells one run from another. */
  run: number;
}

/** The result to show, which may be that of the run before. */
export function shown(outcome: Outcome): Done | undefined {
  if (outcome.state === "done") return outcome;
  return outcome.state === "waiting" || outcome.state === "running" ? outcome.before : undefined;
}
