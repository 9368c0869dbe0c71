// Flame graphs: zoom is another viewBox of the boxes; the names and edges that are seen are drawn anew.

class Flame {
  constructor(root) {
    const data = JSON.parse(root.querySelector("script").textContent);
    this.root = root;
    this.view = root.querySelector(".view");
    this.boxes = root.querySelector(".boxes");
    this.names = root.querySelector(".names");
    this.edges = root.querySelector(".edges");
    this.unit = data.unit;
    this.total = data.total;
    this.height = Number(this.boxes.getAttribute("height"));
    this.all = this.boxes.viewBox.baseVal.width;
    this.from = 0;
    this.span = this.all;
    this.at = -1; // the frame that keys go on from
    this.lay(data);
    this.tools();
    this.pointer();
    this.keys();
    this.view.scrollTop = this.height; // where the roots are
    new ResizeObserver(() => this.label()).observe(this.view);
  }

  // lay puts frames where they are drawn: callees side by side over their caller, in order.
  lay({ frames, texts }) {
    this.frames = [];
    this.levels = [];
    this.roots = [];
    const right = []; // by frame, where its next callee begins
    let root = 0;
    for (let i = 0; i < frames.length / 4; i++) {
      const [parent, name, place, value] = frames.slice(4 * i, 4 * i + 4);
      const depth = parent < 0 ? 0 : this.frames[parent].depth + 1, width = value / this.total * this.all;
      const x = parent < 0 ? root : right[parent];
      if (parent < 0) root += width; else right[parent] += width;
      right.push(x);
      const f = { i, parent, name: texts[name], place: texts[place], value, depth, x, width, calls: [] };
      this.frames.push(f);
      (this.levels[depth] ||= []).push(f);
      (parent < 0 ? this.roots : this.frames[parent].calls).push(i);
    }
    for (const f of this.frames) f.y = (this.levels.length - 1 - f.depth) * 18;
    this.here = svgElement("rect", { class: "here", height: 17, visibility: "hidden" });
    this.hits = svgElement("path", { class: "hits", d: "" });
    this.boxes.append(this.hits, this.here);
  }

  tools() {
    this.search = element("input", "", { type: "search", placeholder: "Search, e.g. json|regexp", "aria-label": "Search frames by regular expression" });
    this.found = element("output", "", { class: "found", "aria-live": "polite" });
    this.search.addEventListener("input", () => this.find(this.search.value));
    const bar = toolbar([["Reset", "Show all", () => this.zoom(-1)]]);
    bar.prepend(this.search);
    bar.append(this.found);
    this.readout = element("output", "", { class: "readout", "aria-live": "polite" });
    this.view.before(bar);
    this.view.after(this.readout);
    this.view.setAttribute("tabindex", "0");
    this.view.setAttribute("role", "application");
    this.view.setAttribute("aria-label", "Flame graph: arrow keys go from frame to frame, Enter zooms into one, Escape shows all");
    this.root.querySelector(".frames").setAttribute("aria-hidden", "true");
    this.readout.textContent = "Click a frame, or press Enter on one, to zoom into it.";
  }

  // under is the frame under a pointer.
  under(e) {
    const r = this.boxes.getBoundingClientRect();
    const cell = this.from + (e.clientX - r.left) / r.width * this.span;
    const level = this.levels[this.levels.length - 1 - Math.floor((e.clientY - r.top) / 18)] || [];
    return level.find((f) => f.x <= cell && cell < f.x + f.width);
  }

  pointer() {
    const frames = this.root.querySelector(".frames");
    frames.addEventListener("click", (e) => {
      const f = this.under(e);
      if (f) { this.select(f.i); this.zoom(f.i); }
    });
    frames.addEventListener("pointermove", (e) => {
      const f = this.under(e);
      if (f) this.say(f);
    });
  }

  keys() {
    this.view.addEventListener("keydown", (e) => {
      if (e.ctrlKey || e.metaKey || e.altKey) return;
      const to = this.next(e.key);
      if (to !== undefined) this.select(to);
      else if (e.key === "Enter" && this.at >= 0) this.zoom(this.at);
      else if (e.key === "Escape" || e.key === "0") this.zoom(-1);
      else return;
      e.preventDefault();
    });
    this.view.addEventListener("focus", () => { if (this.at < 0 && this.view.matches(":focus-visible")) this.select(0); });
  }

  // next is the frame to which a key leads. The callers are below.
  next(key) {
    const f = this.frames[this.at];
    if (!f) return key.startsWith("Arrow") ? 0 : undefined;
    const beside = f.parent >= 0 ? this.frames[f.parent].calls : this.roots;
    const i = beside.indexOf(f.i);
    switch (key) {
      case "ArrowUp": return f.calls.length ? f.calls.reduce((a, b) => this.frames[b].value > this.frames[a].value ? b : a) : f.i;
      case "ArrowDown": return f.parent >= 0 ? f.parent : f.i;
      case "ArrowLeft": return beside[Math.max(0, i - 1)];
      case "ArrowRight": return beside[Math.min(beside.length - 1, i + 1)];
    }
    return undefined;
  }

  // select makes a frame the one that keys go on from, and brings it into sight.
  select(i) {
    this.at = i;
    const f = this.frames[i];
    for (const [name, v] of Object.entries({ x: f.x, y: f.y + 0.5, width: f.width, visibility: "visible" })) this.here.setAttribute(name, v);
    if (f.x + f.width <= this.from || f.x >= this.from + this.span) this.zoom(f.parent);
    if (f.y < this.view.scrollTop) this.view.scrollTop = f.y - 20;
    if (f.y + 40 > this.view.scrollTop + this.view.clientHeight) this.view.scrollTop = f.y + 40 - this.view.clientHeight;
    this.say(f);
  }

  say(f) {
    const share = f.parent >= 0 ? `, ${percentText(f.value / this.frames[f.parent].value)} of its caller` : "";
    this.readout.replaceChildren(element("b", f.name), ` ${f.place} `, document.createElement("br"),
      `${format(f.value, this.unit)}, ${percentText(f.value / this.total)} of all${share}`);
  }

  // zoom makes a frame as wide as the picture; -1 shows all.
  zoom(i) {
    this.from = i < 0 ? 0 : this.frames[i].x;
    this.span = i < 0 ? this.all : this.frames[i].width;
    this.boxes.setAttribute("viewBox", `${this.from} 0 ${this.span} ${this.height}`);
    this.label();
  }

  // label writes the names of the frames that have room for one, whose box cuts off what is too long, and edges.
  label() {
    const width = this.view.clientWidth;
    if (!width) return;
    const end = this.from + this.span, names = [];
    let edges = "";
    for (const f of this.frames) {
      const from = Math.max(f.x, this.from), to = Math.min(f.x + f.width, end);
      const pixels = (to - from) / this.span * width;
      if (pixels > 3) edges += `M${f.x} ${f.y}v18`;
      if (pixels < 24) continue;
      const box = svgElement("svg", { x: 100 * (from - this.from) / this.span + "%", y: f.y, width: 100 * (to - from) / this.span + "%", height: 18 });
      box.append(svgElement("text", { x: 4, y: 13 }, shortName(f.name)));
      names.push(box);
    }
    this.edges.setAttribute("d", edges);
    this.names.replaceChildren(...names);
  }

  // find marks the frames whose name a regular expression matches. What is matched twice on a stack counts once.
  find(text) {
    this.root.classList.toggle("searched", text !== "");
    let wanted;
    try { wanted = new RegExp(text, "i"); } catch { this.found.textContent = "not a regular expression"; }
    let count = 0, value = 0, marks = "";
    for (const f of this.frames) {
      f.hit = text !== "" && wanted !== undefined && wanted.test(f.name);
      f.below = f.parent >= 0 && (this.frames[f.parent].below || this.frames[f.parent].hit);
      if (!f.hit) continue;
      count++;
      if (!f.below) value += f.value;
      marks += `M${f.x} ${f.y + 15}h${f.width}`;
    }
    this.hits.setAttribute("d", marks);
    if (text === "") this.found.textContent = "";
    else if (wanted) this.found.textContent = `${count} ${count === 1 ? "frame" : "frames"}, ${percentText(value / this.total)} of all`;
  }
}

// shortName is a symbol without the folders of its package.
function shortName(symbol) {
  return symbol.slice(symbol.split("[")[0].lastIndexOf("/") + 1);
}

for (const root of document.querySelectorAll(".flame")) new Flame(root);
