import type { RemoteDataset } from "./client";
import type { Filters } from "./veyl";

/**
 * `<veyl-dashboard src="posts.ndjson.gz projects.toml" project="Night markets">`
 *
 * - `src`: addresses of files, separated by spaces: a snapshot (`.veyl`), exports, projects (`.toml`).
 * - `project`: the name of a project; everything where absent.
 *
 * Styled by `color-scheme` and these CSS variables: `--veyl-paper`, `--veyl-panel`, `--veyl-sunk`,
 * `--veyl-line`, `--veyl-ink`, `--veyl-accent`, `--veyl-warm`, `--veyl-radius`, `--veyl-font`, `--veyl-mono`.
 *
 * Tells by events: `veyl-filters` (detail: the filters that are set now), `veyl-error` (detail: the error).
 */
export class VeylDashboard extends HTMLElement {
  /** A data set that the page has opened, instead of `src`. It stays the page's: the element never frees it. */
  data: RemoteDataset | undefined;
  filters: Filters;
  /** Asks everything anew: to be called when the data set has changed. */
  refresh(): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "veyl-dashboard": VeylDashboard;
  }
}
