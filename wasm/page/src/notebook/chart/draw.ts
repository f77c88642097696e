/** Draws charts with Vega, which fetches nothing and makes no programs of text. */
import { logger, None, parse, View, type Loader } from "vega";
import { expressionInterpreter } from "vega-interpreter";
import { compile, type Config, type TopLevelSpec } from "vega-lite";

/** More rows than this are not drawn, as in the command's notebooks. */
export const MOST_ROWS = 20_000;

const refuse = () => Promise.reject(new Error("charts fetch nothing"));
const loader = { load: refuse, sanitize: refuse, http: refuse, file: refuse } as unknown as Loader;

/** Where a legend beside the drawing would leave it too little room, in pixels. */
const NARROW = 480;

/** Keys of specifications with several views in them. */
const COMPOSED = ["facet", "repeat", "concat", "hconcat", "vconcat"];

/** What Vega would say on the console; errors are thrown. */
const silent = logger(None);

/** A chart that is drawn. */
export interface Drawn {
  remove(): void;
}

/** Draws a Vega-Lite specification with its rows into an element. */
export async function draw(into: HTMLElement, text: string, rows: Record<string, unknown>[]): Promise<Drawn> {
  const spec = JSON.parse(text) as Record<string, unknown>;
  const style = getComputedStyle(into);
  if (spec.width === "container") {
    spec.width = Math.max(160, into.clientWidth);
    // Axes and legend within that width too; Vega-Lite fits single views only.
    if (!COMPOSED.some((key) => key in spec)) spec.autosize ??= { type: "fit-x", contains: "padding" };
  }
  const { spec: drawn } = compile({ ...spec, data: { values: rows } } as unknown as TopLevelSpec, {
    config: config(style, into.clientWidth < NARROW),
    logger: silent,
  });
  const view = new View(parse(drawn, undefined, { ast: true }), {
    container: into,
    renderer: "svg",
    hover: true,
    loader,
    logger: silent,
    expr: expressionInterpreter,
  } as ConstructorParameters<typeof View>[1]);
  await view.runAsync();
  return { remove: () => view.finalize() };
}

/** The page's own ink and type; what the specification says outweighs it. */
function config(style: CSSStyleDeclaration, narrow: boolean): Config {
  const of = (name: string, otherwise: string) => resolved(style.getPropertyValue(name).trim() || otherwise);
  const ink = of("--ink-soft", "#555");
  const line = of("--line", "#ddd");
  const font = style.fontFamily || "sans-serif";
  const accent = of("--accent", "#1c6b5b");
  return {
    background: "transparent",
    font,
    view: { stroke: "transparent" },
    axis: {
      labelColor: ink,
      titleColor: ink,
      titleFontWeight: 500,
      gridColor: line,
      domainColor: line,
      tickColor: line,
      labelFontSize: 11,
      titleFontSize: 11,
    },
    legend: {
      orient: narrow ? "bottom" : "right",
      labelColor: ink,
      titleColor: ink,
      titleFontWeight: 500,
      labelFontSize: 11,
      titleFontSize: 11,
    },
    title: { color: of("--ink", "#222"), fontWeight: 600 },
    header: { labelColor: ink, titleColor: ink },
    mark: { color: accent },
    bar: { color: accent },
    line: { color: accent, strokeWidth: 2 },
    point: { color: accent, filled: true },
    area: { color: accent },
    range: { category: ["--accent", "--warm"].map((name) => of(name, accent)).concat(CATEGORIES) },
  };
}

/** Hues that hold on light and on dark paper, after the page's own two. */
const CATEGORIES = ["#6b7fd7", "#c2699b", "#b39a3a", "#4f9cc4", "#8c7a6b", "#6aa84f"];

/** `light-dark()` and the like as the colour that they are here: Vega draws with plain colours. */
function resolved(colour: string): string {
  const probe = document.createElement("span");
  probe.style.color = colour;
  probe.hidden = true;
  document.body.append(probe);
  const plain = getComputedStyle(probe).color;
  probe.remove();
  return plain;
}
