/** What the user has chosen, there again after a reload: the project and its filters. */
import { effect, signal } from "@preact/signals";
import type { Filters } from "veyl";
import type { Keep } from "../context";

export interface Chosen {
  /** By name: ids are not the same after another load. undefined is everything. */
  project: string | undefined;
  filters: Filters;
}

const NAME = "page.chosen";

export const chosen = signal<Chosen>({ project: undefined, filters: {} });

export async function keepChosen(keep: Keep): Promise<void> {
  const kept = await keep.get<Chosen>(NAME);
  if (kept) chosen.value = { project: kept.project, filters: kept.filters ?? {} };
  let first = true;
  effect(() => {
    const now = chosen.value;
    if (!first) void keep.set(NAME, now);
    first = false;
  });
}
