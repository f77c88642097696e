"use strict";
// Draws each chart from the specification beside it. Nothing is fetched.
for (const figure of document.querySelectorAll("figure.chart")) {
  const data = figure.querySelector("script");
  if (!data) continue;
  const place = figure.querySelector("div");
  const refuse = () => Promise.reject(new Error("charts fetch nothing"));
  const loader = { load: refuse, sanitize: refuse, http: refuse, file: refuse };
  const failed = (error) => {
    figure.dataset.state = "failed";
    place.className = "note";
    place.textContent = "This chart can not be drawn: " + error.message;
  };
  try {
    const spec = JSON.parse(data.textContent);
    const responsive = spec.width === "container";
    if (responsive) spec.width = Math.max(200, figure.clientWidth - 120);
    const { spec: drawn } = vegaLite.compile(spec, { config: { font: "system-ui, sans-serif" } });
    const view = new vega.View(vega.parse(drawn), { container: place, renderer: "svg", hover: true, loader });
    view.runAsync().then(() => { figure.dataset.state = "drawn"; }, failed);
  } catch (error) {
    failed(error);
  }
}
