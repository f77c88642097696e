/** Which tab is shown, kept in the address after `#`, so that back and forward work. */
import { signal } from "@preact/signals";

export const TABS = ["dashboard", "projects", "data", "notebook"] as const;
export type Tab = (typeof TABS)[number];

function fromAddress(): Tab {
  const name = location.hash.replace(/^#\/?/, "");
  return TABS.find((tab) => tab === name) ?? "dashboard";
}

export const tab = signal<Tab>(fromAddress());
addEventListener("hashchange", () => {
  tab.value = fromAddress();
});

export function go(to: Tab): void {
  location.hash = `#/${to}`;
}
