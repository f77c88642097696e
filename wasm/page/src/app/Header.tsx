import { effect } from "@preact/signals";
import type { Session } from "../engine/session";
import { Name, cut } from "../text/Text";
import { chosen } from "./settings";
import { TABS, type Tab, tab } from "./route";
import { THEMES, theme } from "./theme";

const NAMES: Record<Tab, string> = { dashboard: "Dashboard", projects: "Projects", data: "Data", notebook: "Notebook" };

/** The browser's own name for the page: what is looked at comes first. */
effect(() => {
  const shown = tab.value === "dashboard" ? (chosen.value.project ?? NAMES.dashboard) : NAMES[tab.value];
  document.title = `${cut(shown, 60)} · veyl`;
});

export function Header({ session }: { session: Session | undefined }) {
  const next = THEMES[(THEMES.indexOf(theme.value) + 1) % THEMES.length]!;
  const store = session?.served.value;
  return (
    <header class="top">
      <a class="mark" href="#/dashboard">
        veyl
      </a>
      {store !== undefined && (
        <span class="store faint">
          <Name value={store} most={40} />
        </span>
      )}
      <nav aria-label="Parts of the page">
        {TABS.map((name) => (
          <a key={name} href={`#/${name}`} aria-current={tab.value === name ? "page" : undefined}>
            {NAMES[name]}
          </a>
        ))}
      </nav>
      <button
        type="button"
        class="theme"
        aria-label={`Colours: ${theme.value}. Change to ${next}`}
        title={`Colours: ${theme.value}`}
        onClick={() => (theme.value = next)}
      >
        <span aria-hidden="true">{{ auto: "◐", light: "○", dark: "●" }[theme.value]}</span>
      </button>
    </header>
  );
}
