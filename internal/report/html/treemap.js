// Treemaps: zoom is another viewBox; names are drawn anew. Keys go from one area to the next smaller one.

class Treemap {
  constructor(root) {
    const data = JSON.parse(root.querySelector("script").textContent);
    this.root = root;
    this.view = root.querySelector(".view");
    this.picture = root.querySelector(".tiles");
    this.names = root.querySelector(".names");
    this.unit = data.unit;
    this.total = data.total;
    this.tiles = data.tiles.map(([label, name, text, value, group, x, y, w, h], i) => ({ i, label, name, text, value, group, x, y, w, h }));
    this.whole = { x: 0, y: 0, w: this.picture.viewBox.baseVal.width, h: this.picture.viewBox.baseVal.height };
    this.leaves = this.tiles.filter((t) => t.i !== t.group || !this.tiles[t.i + 1] || this.tiles[t.i + 1].group !== t.i);
    this.bySize = [...this.leaves].sort((a, b) => b.value - a.value);
    this.at = -1;
    this.shown = this.whole;
    this.here = svgElement("rect", { class: "here", visibility: "hidden" });
    this.picture.append(this.here);
    this.readout = element("output", "", { class: "readout", "aria-live": "polite" });
    this.readout.textContent = "Click into a group, or press Enter, to see it alone.";
    this.root.prepend(toolbar([["All", "Show all", () => this.zoom(this.whole)]]));
    this.view.after(this.readout);
    this.view.setAttribute("tabindex", "0");
    this.view.setAttribute("role", "application");
    this.view.setAttribute("aria-label", "Treemap: arrow keys go from area to area by size, Enter shows its group alone, Escape all");
    this.picture.setAttribute("aria-hidden", "true");
    this.pointer();
    this.keys();
    new ResizeObserver(() => this.label()).observe(this.view);
  }

  under(e) {
    const r = this.picture.getBoundingClientRect(), s = this.shown;
    const x = s.x + (e.clientX - r.left) / r.width * s.w, y = s.y + (e.clientY - r.top) / r.height * s.h;
    return this.leaves.find((t) => t.x <= x && x < t.x + t.w && t.y <= y && y < t.y + t.h);
  }

  pointer() {
    this.view.addEventListener("pointermove", (e) => { const t = this.under(e); if (t) this.say(t); });
    this.view.addEventListener("click", (e) => {
      const t = this.under(e);
      if (!t) return;
      this.select(t);
      this.zoom(this.shown === this.whole ? this.tiles[t.group] : this.whole);
    });
  }

  keys() {
    this.view.addEventListener("keydown", (e) => {
      if (e.ctrlKey || e.metaKey || e.altKey) return;
      const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[e.key];
      if (by) this.select(this.bySize[Math.max(0, Math.min(this.bySize.length - 1, this.at + by))]);
      else if (e.key === "Home") this.select(this.bySize[0]);
      else if (e.key === "Enter" && this.at >= 0) this.zoom(this.tiles[this.bySize[this.at].group]);
      else if (e.key === "Escape" || e.key === "0") this.zoom(this.whole);
      else return;
      e.preventDefault();
    });
  }

  select(t) {
    this.at = this.bySize.indexOf(t);
    for (const [name, v] of Object.entries({ x: t.x, y: t.y, width: t.w, height: t.h, visibility: "visible" })) this.here.setAttribute(name, v);
    this.say(t);
  }

  say(t) {
    const group = this.tiles[t.group], inGroup = group === t ? "" : `, in ${group.label} (${format(group.value, this.unit)})`;
    this.readout.replaceChildren(element("b", t.label), ` ${t.text} `, document.createElement("br"),
      `${format(t.value, this.unit)}, ${percentText(t.value / this.total)} of all${inGroup}`);
  }

  zoom(t) {
    this.shown = t === this.whole || this.shown === t ? this.whole : t;
    const { x, y, w, h } = this.shown;
    this.picture.setAttribute("viewBox", `${x} ${y} ${w} ${h}`);
    this.label();
  }

  // label writes names where there is room: of groups, and below those of large parts; of the parts of a group that is
  // shown alone.
  label() {
    const s = this.shown, width = this.view.clientWidth, height = this.view.clientHeight, names = [];
    if (!width) return;
    const alone = s !== this.whole;
    for (const t of alone ? this.leaves.filter((t) => t.group === s.i) : this.tiles) {
      const part = !alone && t.i !== t.group, y = part ? 30 : 14;
      if (t.w / s.w * width < (part ? 92 : 46) || t.h / s.h * height < y + 4) continue;
      const box = svgElement("svg", { x: 100 * (t.x - s.x) / s.w + "%", y: 100 * (t.y - s.y) / s.h + "%", width: 100 * t.w / s.w + "%", height: 100 * t.h / s.h + "%" });
      box.append(svgElement("text", part ? { x: 5, y, class: "part" } : { x: 5, y }, t.name));
      names.push(box);
    }
    this.names.replaceChildren(...names);
  }
}

for (const root of document.querySelectorAll(".treemap")) new Treemap(root);
