// Timelines: zoom is another viewBox of the picture that depends on time; nothing is drawn anew but the axis.

class Timeline {
  constructor(root) {
    this.root = root;
    this.view = root.querySelector(".view");
    this.lanes = root.querySelector(".lanes");
    this.time = root.querySelector(".time");
    this.ticks = root.querySelector(".ticks");
    this.total = Number(root.dataset.total);
    this.cells = Number(root.dataset.cells);
    this.height = Number(this.time.getAttribute("height"));
    this.laneHeight = this.height / this.lanes.querySelectorAll(".lane").length;
    this.marks = [...root.querySelectorAll(".marks line")].map((line) => [line, line.nextElementSibling, parseFloat(line.getAttribute("x1")) / 100]);
    this.names = [...this.lanes.querySelectorAll(".lane")].map((g) => [...g.querySelectorAll("tspan")].map((t) => t.textContent));
    this.runs = new Map(); // by lane, what its lines draw
    this.from = 0;
    this.to = this.cells;
    this.tools();
    this.pointer();
    this.keys();
  }

  tools() {
    const bar = toolbar([
      ["+", "Zoom in", () => this.zoom(0.5)],
      ["−", "Zoom out", () => this.zoom(2)],
      ["◂", "Earlier", () => this.pan(-0.25)],
      ["▸", "Later", () => this.pan(0.25)],
      ["Reset", "Show all", () => this.show(0, this.cells)],
    ]);
    bar.append(element("span", "drag, pinch or Ctrl and wheel; Tab, then arrow keys", { class: "hint" }));
    this.readout = element("output", "", { class: "readout", "aria-live": "polite" });
    this.root.prepend(bar);
    this.view.after(this.readout);
    this.view.setAttribute("tabindex", "0");
    this.view.setAttribute("role", "group");
    this.view.setAttribute("aria-label", "Timeline: plus and minus zoom, arrow keys move, 0 shows all");
  }

  // show makes the cells from and to the ends of the picture.
  show(from, to) {
    const least = Math.max(4, this.cells / 1e5);
    const span = Math.min(this.cells, Math.max(least, to - from));
    from = Math.max(0, Math.min(this.cells - span, from));
    this.from = from;
    this.to = from + span;
    this.time.setAttribute("viewBox", `${from} 0 ${span} ${this.height}`);
    this.axis();
  }

  // zoom multiplies what is shown; the place at stays where it is.
  zoom(factor, at = 0.5) {
    const span = this.to - this.from, fixed = this.from + at * span;
    this.show(fixed - at * span * factor, fixed + (1 - at) * span * factor);
  }

  pan(part) {
    const by = part * (this.to - this.from);
    this.show(this.from + by, this.to + by);
  }

  seconds(cell) { return cell / this.cells * this.total; }

  axis() {
    const lo = this.seconds(this.from), span = this.seconds(this.to) - lo;
    let step = 10 ** Math.floor(Math.log10(span / 6));
    for (const factor of [2, 2.5, 2]) if (span / step > 6) step *= factor;
    this.ticks.replaceChildren();
    for (let i = Math.ceil(lo / step - 1e-9); i * step <= lo + span * (1 + 1e-9); i++) {
      const x = 100 * (i * step - lo) / span, anchor = x < 4 ? "start" : x > 93 ? "end" : "middle";
      this.ticks.append(svgElement("line", { x1: x + "%", x2: x + "%", y1: 0, y2: 4 }),
        svgElement("text", { x: x + "%", y: 15, "text-anchor": anchor }, this.tickText(i * step, step)));
    }
    for (const [line, text, at] of this.marks) {
      const x = 100 * (at * this.cells - this.from) / (this.to - this.from), seen = x >= 0 && x <= 100;
      for (const e of [line, text]) e.setAttribute("visibility", seen ? "visible" : "hidden");
      line.setAttribute("x1", x + "%");
      line.setAttribute("x2", x + "%");
      text.setAttribute("x", x + "%");
      text.setAttribute("text-anchor", x > 50 ? "end" : "start");
      text.setAttribute("dx", x > 50 ? -4 : 4);
    }
  }

  // tickText has as many digits as tell one tick from the next.
  tickText(v, step) {
    const [factor, suffix] = [[1, " s"], [1e-3, " ms"], [1e-6, " µs"], [1e-9, " ns"]].find(([f]) => this.seconds(this.to) >= f) || [1e-9, " ns"];
    return v === 0 ? "0" : (v / factor).toFixed(Math.max(0, -Math.floor(Math.log10(step / factor) + 1e-9))) + suffix;
  }

  pointer() {
    panZoom(this.view, this.time, {
      zoom: (factor, x) => this.zoom(factor, x),
      pan: (dx, dy, width) => this.pan(-dx / width),
      tell: (e) => this.tell(e),
    });
  }

  keys() {
    const stops = [...this.time.querySelectorAll(".stops rect")].sort((a, b) => a.dataset.from - b.dataset.from);
    for (const stop of stops) {
      stop.setAttribute("role", "img");
      stop.setAttribute("aria-label", stop.querySelector("title").textContent);
    }
    roving(stops, (stop) => this.reach(stop));
    this.view.addEventListener("keydown", (e) => {
      if (e.ctrlKey || e.metaKey || e.altKey) return;
      const stop = e.target.closest(".stops rect");
      const does = {
        "+": () => this.zoom(0.5, this.middle(stop)), "=": () => this.zoom(0.5, this.middle(stop)), "-": () => this.zoom(2, this.middle(stop)),
        "0": () => this.show(0, this.cells), Escape: () => this.show(0, this.cells),
        ArrowLeft: () => this.pan(-0.1), ArrowRight: () => this.pan(0.1), Enter: () => stop && this.into(stop),
      }[e.key];
      if (!does) return;
      e.preventDefault();
      does();
    });
    for (const stop of stops) stop.addEventListener("dblclick", () => this.into(stop));
  }

  ends(stop) {
    return [Number(stop.dataset.from) / this.total * this.cells, Number(stop.dataset.to) / this.total * this.cells];
  }

  // middle is where a stretch is in the picture, 0 to 1.
  middle(stop) {
    if (!stop) return 0.5;
    const [from, to] = this.ends(stop);
    return Math.max(0, Math.min(1, ((from + to) / 2 - this.from) / (this.to - this.from)));
  }

  into(stop) {
    const [from, to] = this.ends(stop), room = (to - from) / 4;
    this.show(from - room, to + room);
  }

  // reach brings a stretch into sight and says what it is.
  reach(stop) {
    const [from, to] = this.ends(stop), span = this.to - this.from;
    if (to < this.from || from > this.to) this.show((from + to - span) / 2, (from + to + span) / 2);
    const top = Number(stop.getAttribute("y")) - this.laneHeight;
    if (top < this.view.scrollTop) this.view.scrollTop = top;
    if (top + 2 * this.laneHeight > this.view.scrollTop + this.view.clientHeight) this.view.scrollTop = top + 2 * this.laneHeight - this.view.clientHeight;
    this.sayStop(stop);
  }

  say(lane, what, from, to) {
    const [name, text] = this.names[lane];
    this.readout.replaceChildren(element("b", name), ` ${text ? "(" + text + ")" : ""} `, document.createElement("br"),
      `${what}; from ${format(from, "seconds")} to ${format(to, "seconds")}`);
  }

  sayStop(stop) {
    this.say(Number(stop.dataset.lane), "critical path: " + stop.querySelector("title").textContent, Number(stop.dataset.from), Number(stop.dataset.to));
  }

  // tell says what is under the pointer.
  tell(e) {
    const stop = e.target.closest(".stops rect");
    if (stop) { this.sayStop(stop); return; }
    const r = this.time.getBoundingClientRect();
    const cell = this.from + (e.clientX - r.left) / r.width * (this.to - this.from);
    const lane = Math.floor((e.clientY - r.top) / this.laneHeight);
    if (!this.names[lane]) return;
    const run = this.runsOf(lane).find((x) => x.from <= cell && cell < x.to);
    if (run) this.say(lane, `${run.name}, ${format(this.seconds(run.to - run.from), "seconds")}`, this.seconds(run.from), this.seconds(run.to));
    else this.readout.replaceChildren(element("b", this.names[lane][0]), ` ${this.names[lane][1]}`);
  }

  // runsOf reads the lines of a lane back.
  runsOf(lane) {
    if (this.runs.has(lane)) return this.runs.get(lane);
    const all = [];
    for (const path of this.time.querySelectorAll(`.state[data-lane="${lane}"]`)) {
      let at = 0;
      for (const [, gap, width] of path.getAttribute("d").matchAll(/m(\d+) 0h(\d+)/g)) {
        at += Number(gap);
        all.push({ from: at, to: at + Number(width), name: path.dataset.class });
        at += Number(width);
      }
    }
    this.runs.set(lane, all);
    return all;
  }
}

for (const root of document.querySelectorAll(".timeline")) new Timeline(root);
