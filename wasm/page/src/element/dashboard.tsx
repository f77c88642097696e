/**
 * <veyl-dashboard>: the dashboard in any page.
 *
 *     <veyl-dashboard src="posts.ndjson.gz projects.toml" project="Night markets"></veyl-dashboard>
 *
 * It starts a worker of its own, or shows a data set that the page has opened (`data`).
 */
import { render } from "preact";
import { type RemoteDataset, connect } from "veyl/client";
import type { Filters } from "veyl";
import { Dashboard } from "../dashboard/Dashboard";
import base from "../styles/base.css?inline";
import dashboard from "../styles/dashboard.css?inline";
import element from "../styles/element.css?inline";
import tokens from "../styles/tokens.css?inline";
import { Text } from "../text/Text";
import { type Source, open, sourcesOf } from "./open";

let sheets: CSSStyleSheet[] | undefined;

function styles(): CSSStyleSheet[] {
  sheets ??= [tokens, base, dashboard, element].map((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  });
  return sheets;
}

/** What is shown, and how to let go of it. */
interface Shown {
  dataset: RemoteDataset;
  end: () => void;
}

export class VeylDashboard extends HTMLElement {
  static readonly observedAttributes = ["src", "project"];

  #root = this.attachShadow({ mode: "open" });
  #frame = document.createElement("div");
  #given: RemoteDataset | undefined;
  #shown: Shown | undefined;
  #filters: Filters = {};
  #generation = 0;
  /** What is being opened; an older one that comes late is let go of. */
  #opening = 0;

  constructor() {
    super();
    this.#root.adoptedStyleSheets = styles();
    this.#frame.className = "frame";
    this.#root.append(this.#frame);
  }

  /** A data set of the page's own, instead of `src`. It stays the page's: it is not freed here. */
  get data(): RemoteDataset | undefined {
    return this.#given;
  }
  set data(dataset: RemoteDataset | undefined) {
    this.#given = dataset;
    this.#restart();
  }

  /** The filters that are set. */
  get filters(): Filters {
    return this.#filters;
  }
  set filters(filters: Filters) {
    this.#filters = filters;
    this.refresh();
  }

  /** Asks everything anew: to be called when the data set has changed. */
  refresh(): void {
    this.#generation += 1;
    void this.#draw();
  }

  connectedCallback(): void {
    // A property set before the element was known is on the object, not in the setter.
    for (const name of ["data", "filters"] as const) {
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      delete (this as Partial<VeylDashboard>)[name];
      Object.assign(this, { [name]: value });
    }
    this.#restart();
  }

  disconnectedCallback(): void {
    // Moved within the page, it is back by then.
    queueMicrotask(() => !this.isConnected && this.#stop());
  }

  attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (!this.isConnected || before === now) return;
    if (name === "src") this.#restart();
    else void this.#draw();
  }

  #stop(): void {
    this.#opening += 1;
    render(null, this.#frame);
    this.#shown?.end();
    this.#shown = undefined;
  }

  #restart(): void {
    if (!this.isConnected) return;
    this.#stop();
    if (this.#given) {
      this.#shown = { dataset: this.#given, end: () => undefined };
      void this.#draw();
      return;
    }
    const sources = sourcesOf(this.getAttribute("src") ?? "");
    if (sources.length > 0) void this.#open(sources, this.#opening);
  }

  async #open(sources: Source[], opening: number): Promise<void> {
    let end: (() => void) | undefined;
    try {
      const { Dataset, terminate } = await connect();
      end = terminate;
      const dataset = await open(Dataset, sources);
      if (opening !== this.#opening) return terminate();
      this.#shown = { dataset, end: terminate };
      await this.#draw();
    } catch (error) {
      end?.();
      if (opening === this.#opening) this.#fail(error);
    }
  }

  async #draw(): Promise<void> {
    const shown = this.#shown;
    if (!shown) return;
    try {
      const name = this.getAttribute("project");
      const projects = name === null ? [] : await shown.dataset.projects();
      const project = projects.find((one) => one.name === name);
      if (shown !== this.#shown) return;
      if (name !== null && !project) throw new Error(`there is no project called \`${name}\``);
      render(
        <Dashboard
          key={project?.id ?? "everything"}
          dataset={shown.dataset}
          project={project?.id}
          generation={this.#generation}
          filters={this.#filters}
          onFilters={(filters) => {
            this.#filters = filters;
            this.dispatchEvent(new CustomEvent("veyl-filters", { detail: filters }));
          }}
          fail={(error) => this.#fail(error)}
        />,
        this.#frame,
      );
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.dispatchEvent(new CustomEvent("veyl-error", { detail: error }));
    render(
      <p role="alert" class="trouble">
        <Text value={message} most={600} />
      </p>,
      this.#frame,
    );
  }
}

if (!customElements.get("veyl-dashboard")) customElements.define("veyl-dashboard", VeylDashboard);
