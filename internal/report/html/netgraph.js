// What a network knows: nodes 0 to n-1, and its clusters as n and up, so that both can be spoken of alike.

class NetGraph {
  constructor(data) {
    Object.assign(this, { noun: data.noun, outWord: data.out, inWord: data.in, lines: data.lines, back: data.back });
    this.size = data.nodes.length;
    this.nodes = data.nodes.map(([label, short, text, cluster]) => ({ label, short, text, cluster }));
    this.clusters = data.clusters.map(([label, short, text, kind, layers]) => ({ label, short, text, kind, layers, members: layers.flat() }));
    this.bands = data.bands.map(([name, layers]) => ({ name, layers }));
    this.bands.forEach((b, i) => { for (const c of b.layers.flat()) this.clusters[c].band = i; });
    this.out = data.edges.map((row) => {
      const all = [];
      for (let i = 0; i < row.length; i += 2) all.push({ to: row[i], count: row[i + 1] >> 2, kept: (row[i + 1] & 1) > 0, aside: (row[i + 1] & 2) > 0 });
      return all;
    });
    this.in = this.nodes.map(() => []);
    this.out.forEach((row, from) => { for (const e of row) this.in[e.to].push({ to: from, count: e.count, aside: e.aside }); });
  }

  isCluster(id) { return id >= this.size; }
  cluster(id) { return this.isCluster(id) ? id - this.size : this.nodes[id].cluster; }
  clusterId(c) { return this.size + c; }
  thing(id) { return this.isCluster(id) ? this.clusters[id - this.size] : this.nodes[id]; }
  members(id) { return this.isCluster(id) ? this.clusters[id - this.size].members : [id]; }

  // around is what edges of id lead to, or with "in" come from: by node how many steps away, with the edges of the
  // shortest ways. Of what tests alone say only the first step counts.
  around(id, way, far) {
    const next = way === "in" ? this.in : this.out, start = this.members(id), steps = new Map(start.map((n) => [n, 0])), edges = [];
    const queue = [...start];
    for (let i = 0; i < queue.length; i++) {
      const n = queue[i], step = steps.get(n);
      if (step > 0 && !far) break;
      for (const e of next[n]) {
        if (step > 0 && e.aside) continue;
        if (steps.has(e.to) && (far || steps.get(e.to) === 0)) continue;
        edges.push(way === "in" ? [e.to, n] : [n, e.to]);
        if (!steps.has(e.to)) { steps.set(e.to, step + 1); queue.push(e.to); }
      }
    }
    for (const n of start) steps.delete(n);
    return { steps, edges };
  }

  // ways are all shortest ways from one to another: how many there are, the first of them, and all their edges.
  ways(from, to, most) {
    const goal = new Set(this.members(to)), left = new Map([...goal].map((n) => [n, 0])), queue = [...goal];
    for (let i = 0; i < queue.length; i++) {
      for (const e of this.in[queue[i]]) if (!left.has(e.to) && !e.aside) { left.set(e.to, left.get(queue[i]) + 1); queue.push(e.to); }
    }
    const starts = this.members(from).filter((n) => left.has(n));
    if (!starts.length) return { count: 0, first: [], edges: [], length: 0 };
    const length = Math.min(...starts.map((n) => left.get(n))), begin = starts.filter((n) => left.get(n) === length);
    const onward = (n) => this.out[n].filter((e) => !e.aside && left.get(e.to) === left.get(n) - 1).map((e) => e.to);
    const counts = new Map(), edges = [], first = [];
    const count = (n) => {
      if (left.get(n) === 0) return 1;
      if (!counts.has(n)) {
        counts.set(n, 0);
        let sum = 0;
        for (const m of onward(n)) { edges.push([n, m]); sum += count(m); }
        counts.set(n, sum);
      }
      return counts.get(n);
    };
    const total = begin.reduce((sum, n) => sum + count(n), 0);
    const follow = (way) => {
      if (first.length >= most) return;
      const n = way[way.length - 1];
      if (left.get(n) === 0) first.push(way);
      else for (const m of onward(n)) follow([...way, m]);
    };
    for (const n of begin) follow([n]);
    return { count: total, first, edges, length };
  }

  // find is which nodes a regular expression matches, and clusters whose name it does.
  find(wanted) {
    const nodes = [], clusters = new Set();
    this.nodes.forEach((n, i) => { if (wanted.test(n.label)) { nodes.push(i); clusters.add(n.cluster); } });
    return { nodes, clusters };
  }
}
