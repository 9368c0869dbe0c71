package deps

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"strconv"
)

// Schema names the format of the JSON of a graph.
const Schema = "cupel.deps/v1"

// A finding is one as JSON.
type finding struct {
	Rule string `json:"rule"`
	File string `json:"file,omitempty"`
	Line int    `json:"line,omitempty"`
	Text string `json:"text"`
}

func (g *Graph) encodeFindings() []finding {
	out := []finding{}
	for _, f := range g.Findings {
		out = append(out, finding{f.Rule, g.relative(f.File), f.Line, f.Text})
	}
	return out
}

// Encode writes the graph as one JSON object, an element of a list per line.
func (r *Result) Encode(w io.Writer) error {
	v := r.View
	h := head{
		Schema: Schema, Toolchain: v.Graph.Toolchain, Cgo: v.Scope.Cgo, Tags: v.Scope.Tags, All: v.Scope.All, Tests: v.Scope.Tests,
		Answer: r.answer(), Depth: r.Depth, Files: r.Files, Bytes: r.Bytes, EdgeCount: r.Edges,
		Hubs: v.encodeHubs(r.Hubs), StdHubs: v.encodeHubs(r.StdHubs), Gates: v.encodeHubs(r.Gates), Heavy: r.encodeHeavy(),
		Leaning: []leaning{}, Cycles: []cycle{}, Findings: v.Graph.encodeFindings(),
	}
	if !v.Scope.All {
		h.GOOS, h.GOARCH = v.Scope.GOOS, v.Scope.GOARCH
	}
	for _, c := range r.Cycles {
		h.Cycles = append(h.Cycles, v.encodeCycle(&c))
	}
	for _, l := range r.Leaning {
		h.Leaning = append(h.Leaning, leaning{v.encodeEdge(l.Edge), l.In, l.From, l.To})
	}
	first, err := json.Marshal(h)
	if err != nil {
		return err
	}
	if b, ok := w.(*bytes.Buffer); ok {
		b.Grow(len(v.Edges())*edgeBytes + len(v.Packages())*packageBytes)
	}
	e := encoder{w: bufio.NewWriterSize(w, 64<<10), v: v}
	e.w.Write(first[:len(first)-1])
	e.modules()
	e.packages()
	e.edges()
	e.w.WriteString("}\n")
	return e.w.Flush()
}

// edgeBytes and packageBytes are what an edge and a package take up in large graphs: a buffer that doubles needs
// three times the memory.
const (
	edgeBytes    = 180
	packageBytes = 350
)

// An encoder appends the lists of a graph: tens of thousands of small objects, for which package json takes longer than
// reading the source did.
type encoder struct {
	w   *bufio.Writer
	v   *View
	buf []byte
}

// list writes a list of n elements, each by its own function, which reports whether there is one.
func (e *encoder) list(name string, n int, element func(i int) bool) {
	e.w.WriteString(",\n\"" + name + "\":[")
	separator := "\n"
	for i := range n {
		e.buf = e.buf[:0]
		if !element(i) {
			continue
		}
		e.w.WriteString(separator)
		e.w.WriteByte('{')
		e.w.Write(e.buf[1:])
		e.w.WriteByte('}')
		separator = ",\n"
	}
	e.w.WriteByte(']')
}

func (e *encoder) text(key, value string) {
	if value == "" {
		return
	}
	e.key(key)
	e.buf = appendString(e.buf, value)
}

func (e *encoder) number(key string, value int64) {
	e.key(key)
	e.buf = strconv.AppendInt(e.buf, value, 10)
}

func (e *encoder) flag(key string, value bool) {
	if value {
		e.key(key)
		e.buf = append(e.buf, "true"...)
	}
}

func (e *encoder) key(key string) {
	e.buf = append(append(append(e.buf, ',', '"'), key...), '"', ':')
}

// appendString appends s as JSON.
func appendString(buf []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c > '~' {
			quoted, _ := json.Marshal(s)
			return append(buf, quoted...)
		}
	}
	return append(append(append(buf, '"'), s...), '"')
}

func (e *encoder) modules() {
	g := e.v.Graph
	used := make([]bool, len(g.Modules))
	for _, id := range e.v.Packages() {
		if m := g.Packages[id].Module; m >= 0 {
			used[m] = true
		}
	}
	e.list("modules", len(g.Modules), func(i int) bool {
		m := &g.Modules[i]
		e.text("path", m.Path)
		e.text("version", m.Version)
		e.text("replace", m.Replace)
		e.flag("main", m.Main)
		e.flag("direct", m.Direct && !m.Main)
		e.text("dir", m.Dir)
		return used[i]
	})
}

func (e *encoder) packages() {
	g := e.v.Graph
	allowed := e.v.allowed()
	e.list("packages", len(e.v.Packages()), func(i int) bool {
		p := &g.Packages[e.v.Packages()[i]]
		e.text("path", p.Path)
		e.text("name", p.Name)
		e.text("kind", p.Kind.String())
		if p.Module >= 0 {
			e.text("module", g.Modules[p.Module].Path)
		}
		e.text("dir", p.Dir)
		e.flag("root", p.Root)
		e.text("reason", p.Reason)
		files, bytes := 0, int64(0)
		for j := p.First; j < p.Last; j++ {
			if f := &g.Files[j]; e.v.counts(f, allowed) {
				files, bytes = files+1, bytes+f.Bytes
			}
		}
		e.number("files", int64(files))
		e.number("bytes", bytes)
		return true
	})
}

func (e *encoder) edges() {
	g := e.v.Graph
	all := e.v.Edges()
	e.list("edges", len(all), func(i int) bool {
		edge := all[i]
		e.text("from", g.Packages[edge.From].Path)
		e.text("to", g.Packages[edge.To].Path)
		e.flag("implied", edge.Implied)
		e.flag("test", edge.Test)
		e.at(edge)
		return true
	})
}

// at writes where an edge's imports are, with the constraint of the file if it has one.
func (e *encoder) at(edge Edge) {
	g := e.v.Graph
	places := e.v.Places(edge)
	if len(places) == 0 {
		return
	}
	e.key("at")
	e.buf = append(e.buf, '[')
	for i, imp := range places {
		f := &g.Files[g.Imports[imp].File]
		if i > 0 {
			e.buf = append(e.buf, ',')
		}
		e.buf = append(e.buf, `{"file":`...)
		e.buf = appendString(e.buf, f.Name)
		e.number("line", int64(g.Imports[imp].Line))
		if f.Constraint > 0 {
			e.text("if", g.Constraints[f.Constraint].Text)
		}
		e.buf = append(e.buf, '}')
	}
	e.buf = append(e.buf, ']')
}
