// The picture of a network: where boxes stand, and lines between them. The measures are those of the picture without script.

const netSizes = { margin: 12, height: 26, text: 17, gap: 10, layer: 28, title: 26, char: 7, room: 20, most: 30, widest: 40, head: 30, pad: 14, dashed: 100 };

class NetMap {
  constructor(svg, graph) {
    this.svg = svg;
    this.graph = graph;
    this.scale = 1;
    svg.replaceChildren();
    svg.setAttribute("role", "group");
    this.drawers = svgElement("g", { class: "drawers" });
    this.paths = {};
    svg.append(this.drawers);
    for (const name of ["rest", "inner", "back", "in", "out", "way"]) svg.append(this.paths[name] = svgElement("path", { class: name, d: "" }));
    this.boxes = svgElement("g", { class: "items" });
    this.tips = svgElement("path", { class: "tips", d: "" });
    svg.append(this.boxes, this.tips);
  }

  // short is a name without its first folders, or else without its beginning, where it is too long.
  short(name) {
    const letters = [...name], parts = name.split("/");
    if (letters.length <= netSizes.most) return name;
    const rest = parts.map((_, i) => parts.slice(i).join("/")).find((r, i) => i > 0 && [...r].length + 2 <= netSizes.most);
    return rest === undefined ? "…" + letters.slice(-(netSizes.most - 1)).join("") : "…/" + rest;
  }

  boxWidth(id) {
    const g = this.graph, count = g.isCluster(id) && g.members(id).length > 1 ? 1 + String(g.members(id).length).length : 0;
    return ([...this.short(g.thing(id).short)].length + count) * netSizes.char + netSizes.room;
  }

  // wrap divides a layer among lines, as cards are dealt, so that each has the order of the whole.
  wrap(layer, width) {
    for (let count = 1; ; count++) {
      if (!layer.length) return [];
      const lines = Array.from({ length: Math.min(count, layer.length) }, () => []), used = lines.map(() => -netSizes.gap);
      layer.forEach((id, i) => { lines[i % lines.length].push(id); used[i % lines.length] += this.boxWidth(id) + netSizes.gap; });
      if (Math.max(...used) <= width || count >= layer.length) return lines;
    }
  }

  row(line, left, y, width) {
    const s = netSizes, used = line.reduce((sum, id) => sum + this.boxWidth(id), 0);
    const gap = Math.min(s.widest, Math.max(s.gap, Math.floor((width - used) / (line.length + 1))));
    let x = left + Math.max(0, Math.floor((width - used - gap * (line.length - 1)) / 2));
    const all = line.map((id) => {
      const b = { id, x, y, w: this.boxWidth(id), line: this.lineCount };
      x += b.w + gap;
      this.at.set(id, b);
      return b;
    });
    this.lineCount++;
    return all;
  }

  // kept are those of some boxes that are to be shown: all, unless only what is selected is.
  kept(ids) { return this.only ? ids.filter((id) => this.only.has(id)) : ids; }

  // pressed puts boxes into as few layers as the lines between them need. Those that lead up in the whole picture do not
  // count, so that there is no circle.
  pressed(layers) {
    const depth = new Map(), before = new Map(), next = new Map();
    layers.forEach((layer, i) => { for (const id of layer) { depth.set(id, 0); before.set(id, i); next.set(id, []); } });
    for (const [from, to] of this.onlyLines) {
      const a = this.graph.clusterId(this.graph.cluster(from)), b = this.graph.clusterId(this.graph.cluster(to));
      if (before.get(a) < before.get(b)) next.get(a).push(b);
    }
    const fewer = [];
    for (const id of layers.flat()) {
      (fewer[depth.get(id)] ||= []).push(id);
      for (const b of next.get(id)) depth.set(b, Math.max(depth.get(b), depth.get(id) + 1));
    }
    return fewer;
  }

  // layOut gives everything that is open its place within a width.
  layOut(width, open) {
    const s = netSizes, g = this.graph;
    this.at = new Map();
    this.panes = [];
    this.titles = [];
    this.lineCount = 0;
    let y = 0;
    for (const band of g.bands) {
      const all = band.layers.map((layer) => this.kept(layer.map((c) => g.clusterId(c))));
      const layers = (this.only ? this.pressed(all) : all).filter((layer) => layer.length);
      if (!layers.length) continue;
      this.titles.push([band.name, y + 18]);
      y += s.title;
      for (const layer of layers) {
        for (const line of this.wrap(layer, width - 2 * s.margin)) {
          const boxes = this.row(line, s.margin, y, width - 2 * s.margin);
          if (band.layers.length === 1 && band.layers[0].length === 1) Object.assign(boxes[0], { x: s.margin, w: width - 2 * s.margin });
          y += s.height + s.gap;
          for (const b of boxes) if (open.has(b.id)) y = this.pane(b, y, width);
        }
        y += s.layer - s.gap;
      }
    }
    this.width = width;
    this.height = y;
  }

  // pane lays out what is in an open cluster, below the line that it stands in.
  pane(box, y, width) {
    const s = netSizes, pane = { box, y, x: s.margin / 2, w: width - s.margin };
    y += s.head;
    for (const layer of this.graph.thing(box.id).layers) {
      for (const line of this.wrap(this.kept(layer), width - 2 * s.margin - 2 * s.pad)) {
        this.row(line, s.margin + s.pad, y, width - 2 * s.margin - 2 * s.pad);
        y += s.height + s.gap;
      }
      y += 4;
    }
    pane.h = y - pane.y;
    this.panes.push(pane);
    return y + s.gap;
  }

  draw(focus) {
    const g = this.graph;
    this.svg.setAttribute("viewBox", `0 0 ${this.width} ${this.height}`);
    this.resize();
    this.drawers.replaceChildren(...this.titles.map(([name, y]) => svgElement("text", { class: "band", x: 8, y }, name)));
    for (const p of this.panes) {
      const middle = p.box.x + p.box.w / 2, box = svgElement("g", { class: "pane " + g.thing(p.box.id).kind });
      box.append(svgElement("path", { d: `M${p.x} ${p.y}H${middle - 8}l8 -8l8 8H${p.x + p.w}v${p.h}H${p.x}z` }),
        svgElement("text", { x: p.x + 12, y: p.y + 20 }, g.thing(p.box.id).label));
      this.drawers.append(box);
    }
    this.boxes.replaceChildren();
    for (const b of this.at.values()) this.boxes.append(this.box(b, b.id === focus));
    this.rest();
  }

  box(b, focused) {
    const g = this.graph, thing = g.thing(b.id), members = g.members(b.id).length, own = !g.isCluster(b.id);
    const kind = own ? g.clusters[thing.cluster].kind + " node" : thing.kind;
    b.e = svgElement("g", { class: `box ${kind}`, transform: `translate(${b.x} ${b.y})`, role: "button", tabindex: focused ? 0 : -1, "data-id": b.id });
    b.e.setAttribute("aria-label", own ? thing.label : `${thing.label}, ${plural(members, g.noun)}`);
    const text = svgElement("text", { x: 9, y: netSizes.text }, this.short(thing.short));
    if (!own && members > 1) text.append(svgElement("tspan", { class: "quiet", dx: 6 }, members));
    b.e.append(svgElement("title", {}, own ? `${thing.label}: ${thing.text}` : `${thing.label}: ${thing.text ? thing.text + ", " : ""}${plural(members, g.noun)}`),
      svgElement("rect", { width: b.w, height: netSizes.height, rx: own ? 13 : 5 }), text);
    return b.e;
  }

  // shown is the box that stands for a node: its own if its cluster is open, unless that is selected as a whole.
  shown(id, whole) {
    const cluster = this.graph.clusterId(this.graph.cluster(id));
    return cluster !== whole && this.at.get(id) || this.at.get(cluster);
  }

  line(a, b) {
    const s = netSizes, x1 = Math.round(a.x + a.w / 2), x2 = Math.round(b.x + b.w / 2);
    if (a.y === b.y) return `M${x1} ${a.y}C${x1} ${a.y - s.layer} ${x2} ${a.y - s.layer} ${x2} ${a.y}`;
    const down = a.y < b.y, y1 = down ? a.y + s.height : a.y, y2 = down ? b.y : b.y + s.height;
    const bend = Math.min(60, Math.abs(y2 - y1) / 2 + 6) * (down ? 1 : -1);
    return `M${x1} ${y1}C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}`;
  }

  // rest draws the lines that are always there: among clusters, and within those that are open.
  rest() {
    const g = this.graph;
    const between = (a, b) => this.at.has(a) && this.at.has(b) ? this.line(this.at.get(a), this.at.get(b)) : "";
    const among = (lines) => {
      let d = "";
      for (let i = 0; i < lines.length; i += 2) d += between(g.clusterId(lines[i]), g.clusterId(lines[i + 1]));
      return d;
    };
    let inner = "";
    for (const p of this.panes) {
      for (const n of g.members(p.box.id)) for (const e of g.out[n]) if (e.kept) inner += between(n, e.to);
    }
    this.paths.rest.setAttribute("d", among(g.lines));
    this.paths.back.setAttribute("d", among(g.back));
    this.paths.inner.setAttribute("d", inner);
  }

  // mark draws lines of edges, each way between two boxes once, and classes on boxes. Lines of the cluster that is
  // selected as a whole begin and end at its own box.
  mark(edges, classes, whole) {
    let tips = "";
    for (const name of ["in", "out", "way"]) {
      const seen = new Set();
      let d = "";
      for (const [from, to] of edges[name] || []) {
        const a = this.shown(from, whole), b = this.shown(to, whole), key = a && b && a.id + " " + b.id;
        if (a === b || !key || seen.has(key)) continue;
        seen.add(key);
        const pane = a.id === whole && a.y < b.y && this.panes.find((p) => p.box === a); // which it would lead through
        d += this.line(pane ? { ...a, y: pane.y + pane.h - netSizes.height } : a, b);
        tips += a.y <= b.y ? `M${Math.round(b.x + b.w / 2)} ${b.y}l-4 -7h8z` : `M${Math.round(b.x + b.w / 2)} ${b.y + netSizes.height}l-4 7h8z`;
      }
      this.paths[name].setAttribute("d", d);
      if (name === "in") this.svg.classList.toggle("many", seen.size > netSizes.dashed);
    }
    this.tips.setAttribute("d", tips);
    for (const b of this.at.values()) {
      for (const name of ["to", "from", "hit", "here", "way", "member"]) b.e.classList.toggle(name, (classes[name] || new Set()).has(b.id));
    }
  }

  resize() {
    this.svg.setAttribute("width", Math.round(this.width * this.scale));
    this.svg.setAttribute("height", Math.round(this.height * this.scale));
  }

  // beside is the box that an arrow key leads to.
  beside(id, key) {
    const b = this.at.get(id), all = [...this.at.values()], line = { ArrowUp: b.line - 1, ArrowDown: b.line + 1 }[key];
    if (line === undefined) {
      const i = all.filter((x) => x.line === b.line).sort((x, y) => x.x - y.x), at = i.indexOf(b);
      return i[Math.max(0, Math.min(i.length - 1, at + (key === "ArrowRight" ? 1 : -1)))].id;
    }
    const row = all.filter((x) => x.line === line), middle = b.x + b.w / 2;
    if (!row.length) return id;
    return row.reduce((best, x) => Math.abs(x.x + x.w / 2 - middle) < Math.abs(best.x + best.w / 2 - middle) ? x : best).id;
  }
}

function plural(n, noun) { return n === 1 ? "1 " + noun : `${n} ${noun}s`; }
