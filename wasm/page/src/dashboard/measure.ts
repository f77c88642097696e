import type { Bin } from "veyl";
import { count } from "../text/format";
import type { Measure } from "./state";

export const MEASURES: { name: Measure; label: string }[] = [
  { name: "posts", label: "Posts" },
  { name: "engagement", label: "Engagement" },
  { name: "views", label: "Views" },
];

/** How long a bar is. Unknown is drawn as nothing, and said as unknown. */
export function amount(bin: Bin, measure: Measure): number {
  return Number(bin[measure] ?? 0);
}

export function amountText(bin: Bin, measure: Measure): string {
  return count(bin[measure]);
}
