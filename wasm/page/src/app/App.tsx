import { TABS, tab } from "./route";

export function App() {
  return (
    <nav aria-label="Parts of the page">
      {TABS.map((name) => (
        <a key={name} href={`#/${name}`} aria-current={tab.value === name ? "page" : undefined}>
          {name}
        </a>
      ))}
    </nav>
  );
}
