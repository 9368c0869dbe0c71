// Matrices: what is under the pointer, or where arrow keys lead, is told in words, with a cross over its row and column.

class Matrix {
  constructor(root) {
    const data = JSON.parse(root.querySelector("script").textContent);
    this.labels = data.labels;
    this.out = data.out;
    this.cells = new Map(data.cells.map(([row, column, count, text]) => [row * data.labels.length + column, { row, column, count, text }]));
    this.order = [...this.cells.keys()].sort((a, b) => a - b);
    this.size = Number(root.dataset.size);
    this.left = Number(root.dataset.left);
    this.view = root.querySelector(".view");
    this.picture = root.querySelector(".cells");
    this.at = [0, 0];
    this.cross = svgElement("path", { class: "cross", d: "" });
    this.picture.append(this.cross);
    this.readout = element("output", "", { class: "readout", "aria-live": "polite" });
    this.readout.textContent = "Point at a cell, or go with arrow keys; Enter goes on to the next one that is set.";
    this.view.after(this.readout);
    this.view.setAttribute("tabindex", "0");
    this.view.setAttribute("role", "application");
    this.view.setAttribute("aria-label", "Matrix: arrow keys go from cell to cell, Enter to the next that is set");
    this.picture.setAttribute("aria-hidden", "true");
    this.picture.addEventListener("pointermove", (e) => {
      const r = this.picture.getBoundingClientRect();
      this.go(Math.floor((e.clientY - r.top) / this.size), Math.floor((e.clientX - r.left - this.left) / this.size));
    });
    this.view.addEventListener("keydown", (e) => this.key(e));
  }

  key(e) {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const by = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[e.key];
    const here = this.at[0] * this.labels.length + this.at[1];
    const next = e.key === "Enter" ? this.order.find((k) => k > here) ?? this.order[0] : undefined;
    if (by) this.go(this.at[0] + by[0], this.at[1] + by[1]);
    else if (next !== undefined) this.go(this.cells.get(next).row, this.cells.get(next).column);
    else return;
    e.preventDefault();
    const y = this.at[0] * this.size, x = this.left + this.at[1] * this.size, v = this.view;
    if (y < v.scrollTop || y + 30 > v.scrollTop + v.clientHeight) v.scrollTop = y - v.clientHeight / 2;
    if (x < v.scrollLeft || x + 30 > v.scrollLeft + v.clientWidth) v.scrollLeft = x - v.clientWidth / 2;
  }

  // go tells of a cell.
  go(row, column) {
    const n = this.labels.length;
    row = Math.max(0, Math.min(n - 1, row));
    column = Math.max(0, Math.min(n - 1, column));
    this.at = [row, column];
    const x = this.left + column * this.size, y = row * this.size, s = this.size;
    this.cross.setAttribute("d", `M${this.left} ${y}h${n * s}M${this.left} ${y + s}h${n * s}M${x} 0v${n * s}M${x + s} 0v${n * s}`);
    const cell = this.cells.get(row * n + column);
    const what = row === column ? "itself" : !cell ? "no import" : `${cell.count} ${cell.count === 1 ? "import" : "imports"}${column > row ? ", against the order" : ""}`;
    this.readout.replaceChildren(element("b", this.labels[row]), " → ", element("b", this.labels[column]), document.createElement("br"),
      row === column ? "itself" : what + (cell && cell.text ? ": " + cell.text : ""));
  }
}

for (const root of document.querySelectorAll(".matrix")) new Matrix(root);
