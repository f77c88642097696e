/** The SQL notebook: a part of the page that is fetched when it is opened. */
import { render } from "preact";
import type { MountNotebook } from "../context";
import cells from "./styles/cells.css?inline";
import narrow from "./styles/narrow.css?inline";
import results from "./styles/results.css?inline";
import shell from "./styles/shell.css?inline";
import { Shell } from "./ui/Shell";

/**
 * It lives in a shadow root, whose style sheets are made by programs: a page
 * that allows no styles but those of its own files allows these.
 */
export const mountNotebook: MountNotebook = (host, context) => {
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(shell + cells + results + narrow);
  root.adoptedStyleSheets = [sheet];
  const place = document.createElement("div");
  place.className = "notebook";
  root.replaceChildren(place);
  render(<Shell context={context} />, place);
  return {
    unmount() {
      render(null, place);
      root.replaceChildren();
    },
  };
};
