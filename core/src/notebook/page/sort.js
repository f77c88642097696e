"use strict";
// A click on a column's head sorts its table: NULL last, numbers as numbers.
for (const table of document.querySelectorAll("table.result")) {
  const body = table.tBodies[0];
  const order = new Map([...body.rows].map((row, place) => [row, place]));
  const compare = new Intl.Collator("en", { numeric: true }).compare;
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const next = { none: "ascending", ascending: "descending", descending: "none" };
      const direction = next[head.getAttribute("aria-sort") || "none"];
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      if (direction !== "none") head.setAttribute("aria-sort", direction);
      const sign = direction === "descending" ? -1 : 1;
      const rows = [...body.rows].sort((a, b) => {
        if (direction === "none") return order.get(a) - order.get(b);
        const [x, y] = [a.cells[column], b.cells[column]];
        const [noX, noY] = [x.className === "null", y.className === "null"];
        if (noX || noY) return noX - noY || order.get(a) - order.get(b);
        const found = x.dataset.n !== undefined && y.dataset.n !== undefined
          ? Number(x.dataset.n) - Number(y.dataset.n)
          : compare(x.textContent, y.textContent);
        return sign * found || order.get(a) - order.get(b);
      });
      body.append(...rows);
    });
  });
}
