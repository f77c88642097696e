/** Light, dark, or as the system has it. */
import { effect, signal } from "@preact/signals";
import type { Keep } from "../context";

export const THEMES = ["auto", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

export const theme = signal<Theme>("auto");

export async function keepTheme(keep: Keep): Promise<void> {
  const kept = await keep.get<Theme>("page.theme");
  theme.value = THEMES.find((one) => one === kept) ?? "auto";
  let first = true;
  effect(() => {
    const chosen = theme.value;
    if (chosen === "auto") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = chosen;
    if (!first) void keep.set("page.theme", chosen);
    first = false;
  });
}
