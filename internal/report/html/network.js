// Networks: clusters that open, search, what leads where, and ways from one to another. All that the picture shows is in
// the list beside it, too, in words.

const mostListed = 60, mostWays = 30;

class Network {
  constructor(root) {
    this.graph = new NetGraph(JSON.parse(root.querySelector("script").textContent));
    this.root = root;
    this.view = root.querySelector(".view");
    this.map = new NetMap(root.querySelector(".map"), this.graph);
    this.open = new Set();
    this.peeked = -1; // what was opened only to show a node in it
    this.selected = -1;
    this.ends = [-1, -1];
    this.far = false; // whether what leads there indirectly counts
    this.only = false; // whether the rest is hidden
    this.hits = undefined;
    this.spread = 1; // how much wider than the view the picture is laid out
    this.focus = this.graph.clusterId(this.graph.bands[0].layers[0][0]);
    this.tools();
    this.panel = element("div", "", { class: "panel" });
    this.root.querySelector(".stage").append(this.panel);
    this.pointer();
    this.keys();
    this.redraw();
    new ResizeObserver(() => { if (Math.abs(this.fitting() * this.spread - this.map.width) > 8) this.redraw(); }).observe(this.view);
  }

  tools() {
    const noun = this.graph.noun;
    this.search = element("input", "", { type: "search", placeholder: "Search, e.g. json|http", "aria-label": `Search ${noun}s by regular expression` });
    this.search.addEventListener("input", () => this.find(this.search.value));
    this.search.addEventListener("keydown", (e) => { if (e.key === "Enter" && this.hits && this.hits.nodes.length) this.choose(this.hits.nodes[0]); });
    this.found = element("output", "", { class: "found", "aria-live": "polite" });
    const bar = toolbar([
      ["+", "Zoom in", () => this.zoom(1.25)],
      ["−", "Zoom out", () => this.zoom(0.8)],
      ["Fit", "Fit all into the picture", () => this.fit()],
      ["Reset", "Close all, select nothing", () => this.reset()],
    ]);
    bar.prepend(this.search);
    bar.append(this.found, element("span", "drag, or Ctrl and wheel; Tab, then arrow keys and Enter", { class: "hint" }));
    this.said = element("output", "", { class: "hidden", "aria-live": "polite" });
    this.root.prepend(bar, this.said);
    this.view.setAttribute("tabindex", "-1");
    this.map.svg.setAttribute("aria-label", `${plural(this.graph.size, noun)} in ${plural(this.graph.clusters.length, "group")}: arrow keys go from box to box, Enter opens or selects, Escape selects nothing`);
  }

  fitting() { return Math.max(300, this.view.clientWidth); }

  redraw() {
    const marked = this.marks();
    this.map.only = this.only && marked.shows ? new Set(Object.values(marked.classes).flatMap((c) => [...c])) : undefined;
    this.map.onlyLines = Object.values(marked.edges).flat();
    this.map.layOut(this.fitting() * this.spread, this.open);
    if (!this.map.at.has(this.focus)) this.focus = this.graph.clusterId(this.graph.cluster(this.focus));
    if (!this.map.at.has(this.focus)) this.focus = this.map.at.keys().next().value;
    const focused = this.map.boxes.contains(document.activeElement);
    this.map.draw(this.focus);
    for (const b of this.map.at.values()) if (this.opens(b.id)) b.e.setAttribute("aria-expanded", this.open.has(b.id));
    if (focused) this.map.at.get(this.focus).e.focus({ preventScroll: true });
    this.show(marked);
  }

  // opens reports whether there is more in a cluster than its own box shows.
  opens(id) { return this.graph.isCluster(id) && this.graph.members(id).length > 1; }

  // mark shows in picture and list what is selected, and lays out anew if only that is to be seen.
  mark() {
    if (this.only || this.map.only) this.redraw(); else this.show(this.marks());
  }

  // marks are what is to be shown: lines of edges, classes of boxes, and what the list is about.
  marks() {
    const edges = {}, classes = { here: new Set(), to: new Set(), from: new Set(), hit: new Set(), way: new Set(), member: new Set() };
    const put = (name, ids) => { for (const id of ids) { classes[name].add(id); classes[name].add(this.graph.clusterId(this.graph.cluster(id))); } };
    const [from, to] = this.ends;
    let shows = "";
    if (from >= 0 && to >= 0) {
      this.ways = this.graph.ways(from, to, mostWays);
      edges.way = this.ways.edges;
      put("way", [from, to, ...this.ways.edges.flat()]);
      shows = "ways";
    } else if (this.selected >= 0) {
      this.outward = this.graph.around(this.selected, "out", this.far);
      this.inward = this.graph.around(this.selected, "in", this.far);
      edges.out = this.outward.edges;
      edges.in = this.inward.edges;
      put("to", this.outward.steps.keys());
      put("from", this.inward.steps.keys());
      put("here", [this.selected]);
      if (this.graph.isCluster(this.selected)) put("member", this.graph.members(this.selected));
      shows = "thing";
    }
    if (this.hits && !shows) put("hit", this.hits.nodes);
    return { edges, classes, shows };
  }

  show({ edges, classes, shows }) {
    this.root.classList.toggle("chosen", shows !== "");
    this.root.classList.toggle("searched", !shows && this.hits !== undefined);
    this.map.mark(edges, classes, shows === "thing" ? this.selected : -1);
    for (const b of this.map.at.values()) b.e.setAttribute("aria-pressed", b.id === this.selected);
    this.tell(shows);
  }

  // select shows who leads to it and where it leads; the cluster of a node is open meanwhile.
  select(id) {
    const cluster = this.graph.clusterId(this.graph.cluster(id));
    if (this.peeked >= 0 && this.peeked !== cluster) { this.open.delete(this.peeked); this.peeked = -1; }
    if (!this.graph.isCluster(id) && this.opens(cluster) && !this.open.has(cluster)) { this.open.add(cluster); this.peeked = cluster; }
    this.selected = id;
    this.focus = !this.graph.isCluster(id) && !this.opens(cluster) ? cluster : id;
    this.redraw();
    this.see(this.focus);
  }

  // toggle opens or closes a cluster.
  toggle(id) {
    if (this.open.has(id)) this.open.delete(id); else if (this.opens(id)) this.open.add(id);
    if (this.peeked === id) this.peeked = -1;
  }

  // end makes one of both ends of a way.
  end(i, id) {
    this.ends[i] = id;
    if (this.ends[0] === this.ends[1]) this.ends[1 - i] = -1;
    this.mark();
  }

  reset() {
    this.open.clear();
    this.peeked = this.selected = -1;
    this.ends = [-1, -1];
    this.far = this.only = false;
    this.search.value = "";
    this.map.scale = this.spread = 1;
    this.find("");
    this.redraw();
    this.view.scrollTo(0, 0);
  }

  clear() {
    this.selected = -1;
    this.ends = [-1, -1];
    this.mark();
  }

  // see scrolls a box into sight, within the picture only.
  see(id) {
    const b = this.map.at.get(id), k = this.map.scale, v = this.view, room = 40;
    const into = (at, size, from, span) => at < from + room ? at - room : at + size > from + span - room ? at + size - span + room : from;
    v.scrollTo(into(b.x * k, b.w * k, v.scrollLeft, v.clientWidth), into(b.y * k, netSizes.height * k, v.scrollTop, v.clientHeight));
  }

  // zoom makes the picture larger; the place of the view x, y (0 to 1) stays where it is.
  zoom(factor, x = 0.5, y = 0.5) {
    const v = this.view, before = this.map.scale;
    this.map.scale = Math.max(0.1, Math.min(4, before * factor));
    const k = this.map.scale / before, left = (v.scrollLeft + x * v.clientWidth) * k - x * v.clientWidth;
    const top = (v.scrollTop + y * v.clientHeight) * k - y * v.clientHeight;
    this.map.resize();
    v.scrollTo(left, top);
  }

  // fit shows all at once: wider than the view by as much as it then has to be made smaller.
  fit() {
    for (const spread of [1, 1.4, 2, 2.8, 4, 5.6]) {
      this.spread = spread;
      this.map.layOut(this.fitting() * spread, this.open);
      if (this.map.height <= this.view.clientHeight * spread) break;
    }
    this.map.scale = Math.min(1 / this.spread, this.view.clientHeight / this.map.height);
    this.redraw();
    this.view.scrollTo(0, 0);
  }

  pointer() {
    panZoom(this.view, this.view, {
      zoom: (factor, x, y) => this.zoom(1 / factor, x, y),
      pan: (dx, dy, _, e) => { if (!e || e.pointerType === "mouse") this.view.scrollBy(-dx, -dy); }, // a finger scrolls by itself
    });
    this.map.svg.addEventListener("click", (e) => {
      const box = e.target.closest(".box");
      if (box) this.press(Number(box.dataset.id));
    });
  }

  // press is what a click or Enter on a box does. Where the other end of a path is wanted, a group opens first.
  press(id) {
    if (this.wanting() && (!this.opens(id) || this.open.has(id))) { this.choose(id); return; }
    if (this.opens(id) && (this.selected === id || !this.open.has(id))) this.toggle(id);
    if (this.wanting()) this.redraw(); else this.choose(id);
  }

  // wanting reports whether one end of a path is chosen and the other is not.
  wanting() { return (this.ends[0] < 0) !== (this.ends[1] < 0); }

  // choose selects what was pressed, or makes it the end of a path that is wanted.
  choose(id) {
    if (this.wanting()) { this.end(this.ends[0] < 0 ? 0 : 1, id); return; }
    this.ends = [-1, -1];
    this.select(id);
  }

  keys() {
    this.view.addEventListener("keydown", (e) => {
      if (e.ctrlKey || e.metaKey || e.altKey) return;
      const box = e.target.closest(".box"), id = box ? Number(box.dataset.id) : this.focus;
      if (e.key.startsWith("Arrow") && box) this.go(this.map.beside(id, e.key));
      else if (e.key === "Home" && box) this.go(this.graph.clusterId(this.graph.bands[0].layers[0][0]));
      else if ((e.key === "Enter" || e.key === " ") && box) this.press(id);
      else if (e.key === "Escape") this.clear();
      else if (e.key === "+" || e.key === "=") this.zoom(1.25);
      else if (e.key === "-") this.zoom(0.8);
      else if (e.key === "0") this.fit();
      else return;
      e.preventDefault();
    });
    this.map.svg.addEventListener("focusin", (e) => {
      const box = e.target.closest(".box");
      if (box) this.focusOn(Number(box.dataset.id));
    });
  }

  focusOn(id) {
    const before = this.map.at.get(this.focus);
    if (before) before.e.setAttribute("tabindex", "-1");
    this.focus = id;
    this.map.at.get(id).e.setAttribute("tabindex", "0");
  }

  go(id) {
    this.focusOn(id);
    this.map.at.get(id).e.focus({ preventScroll: true });
    this.see(id);
  }

  find(text) {
    this.hits = undefined;
    this.found.textContent = "";
    if (text !== "") {
      let wanted;
      try { wanted = new RegExp(text, "i"); } catch { this.found.textContent = "not a regular expression"; }
      if (wanted) {
        this.hits = this.graph.find(wanted);
        this.found.textContent = `${plural(this.hits.nodes.length, this.graph.noun)} in ${plural(this.hits.clusters.size, "group")}`;
        if (!this.wanting()) { this.selected = -1; this.ends = [-1, -1]; }
      }
    }
    this.mark();
  }
}
