// The list beside a network: what is selected, in words, with buttons that lead on.

Object.assign(Network.prototype, {
  // tell writes the list: of ways, of what is selected, of what was found, or how to begin.
  tell(shows) {
    const parts = shows === "ways" ? this.tellWays() : shows === "thing" ? this.tellThing() : this.hits ? this.tellHits() : this.tellNothing();
    this.panel.replaceChildren(...this.tellEnds(), ...parts);
    const what = this.panel.querySelector(".what");
    const counts = [...this.panel.querySelectorAll("details.out summary, details.in summary")].map((e) => e.textContent);
    this.said.textContent = what ? [what.textContent, ...counts].join(", ") : "";
  },

  tellNothing() {
    const g = this.graph, list = g.clusters.map((c, i) => ({ id: g.clusterId(i), note: String(c.members.length) }));
    return [
      element("p", `Choose a group to open it and see what it ${g.outWord} and what it is ${g.inWord}. Search finds ${g.noun}s.`, { class: "lead" }),
      this.list("groups", list.sort((a, b) => Number(b.note) - Number(a.note)), false),
    ];
  },

  tellHits() {
    return [this.list("found", this.hits.nodes.map((id) => ({ id, note: "" })), true)];
  },

  tellThing() {
    const g = this.graph, id = this.selected, thing = g.thing(id), inCluster = !g.isCluster(id);
    const title = element("p", "", { class: "what" });
    title.append(this.name(thing.label));
    const facts = [thing.text, inCluster ? "" : plural(g.members(id).length, g.noun)].filter(Boolean).join(", ");
    const all = [title, element("p", facts, { class: "facts" })];
    if (inCluster) all.push(this.list("in", [{ id: g.clusterId(thing.cluster), note: "" }], true, true));
    const buttons = element("div", "", { class: "buttons" });
    if (this.opens(id)) buttons.append(this.button(this.open.has(id) ? "Close" : "Open", () => { this.toggle(id); this.redraw(); }));
    const far = this.button("Also indirectly", () => { this.far = !this.far; this.mark(); });
    far.setAttribute("aria-pressed", this.far);
    buttons.append(far, this.onlyButton(), this.button("Path from here", () => this.end(0, id)), this.button("Path to here", () => this.end(1, id)), this.button("Clear", () => this.clear()));
    all.push(buttons, this.neighbours(g.outWord, this.outward, "out"), this.neighbours(g.inWord, this.inward, "in"));
    if (!inCluster) all.push(this.list("holds", g.members(id).map((n) => ({ id: n, note: "" })).sort(this.byName()), false));
    return all;
  },

  // neighbours lists what is around, the nearest first, with how many steps it is away.
  neighbours(word, { steps }, kind) {
    const all = [...steps].map(([id, step]) => ({ id, note: this.far ? String(step) : "", step })).sort((a, b) => a.step - b.step || this.byName()(a, b));
    const list = this.list(word, all, true);
    list.classList.add(kind);
    return list;
  },

  // byName sorts as the bands stand, and by name.
  byName() {
    const g = this.graph, band = (x) => g.clusters[g.cluster(x.id)].band;
    return (a, b) => band(a) - band(b) || (g.thing(a.id).label < g.thing(b.id).label ? -1 : 1);
  },

  tellEnds() {
    const [from, to] = this.ends;
    if (from < 0 && to < 0) return [];
    const p = element("p", "", { class: "ends" });
    p.append("Path from ", from < 0 ? element("i", "choose one") : this.link(from), " to ", to < 0 ? element("i", "choose one") : this.link(to));
    return [p];
  },

  tellWays() {
    const { count, first, length } = this.ways, all = [];
    const what = count === 0 ? "No path leads there." : `${plural(count, "shortest path")} of ${plural(length, "step")}${count > first.length ? `, the first ${first.length} of them` : ""}`;
    all.push(element("p", what, { class: "what" }));
    const list = element("ol", "", { class: "ways" });
    for (const way of first) {
      const item = element("li", "");
      way.forEach((id, i) => { if (i) item.append(" → "); item.append(this.link(id)); });
      list.append(item);
    }
    const buttons = element("div", "", { class: "buttons" });
    buttons.append(this.onlyButton(), this.button("The other way round", () => { this.ends.reverse(); this.mark(); }), this.button("Clear", () => this.clear()));
    return first.length ? [...all, buttons, list] : [...all, buttons];
  },

  // list is a heading with the number of items, and a button for each; the rest of a long one comes when asked for.
  list(word, items, open, plain) {
    const box = element("details", "", plain ? { class: "plain" } : {});
    box.open = open;
    const head = element("summary", word + " ");
    if (!plain) head.append(element("b", items.length));
    const rows = element("ul", "");
    const add = (some) => { for (const { id, note } of some) { const li = element("li", ""); li.append(this.link(id)); if (note) li.append(element("span", note, { class: "note" })); rows.append(li); } };
    add(items.slice(0, mostListed));
    box.append(head, rows);
    if (items.length > mostListed) {
      const more = this.button(`${items.length - mostListed} more`, () => { add(items.slice(mostListed)); more.remove(); });
      box.append(more);
    }
    return box;
  },

  // onlyButton hides all that is not marked.
  onlyButton() {
    const b = this.button("Only these", () => { this.only = !this.only; this.redraw(); this.view.scrollTo(0, 0); });
    b.setAttribute("aria-pressed", this.only);
    return b;
  },

  button(text, does) {
    const b = element("button", text, { type: "button" });
    b.addEventListener("click", does);
    return b;
  },

  // link selects a node or cluster: with one end of a path open it becomes the other.
  link(id) {
    const b = element("button", "", { type: "button", class: "link" });
    b.append(this.name(this.graph.thing(id).label));
    b.addEventListener("click", () => this.choose(id));
    return b;
  },

  // name may be broken after each slash.
  name(text) {
    const all = document.createDocumentFragment();
    text.split("/").forEach((part, i, parts) => { all.append(i < parts.length - 1 ? part + "/" : part); if (i < parts.length - 1) all.append(element("wbr", "")); });
    return all;
  },
});

for (const root of document.querySelectorAll(".network")) new Network(root);
