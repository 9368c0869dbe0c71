package deps

import (
	"encoding/json"
	"io"
	"runtime"
	"slices"
	"strconv"
	"sync/atomic"
)

// encodeLists writes the lists of a graph, and the end of the object that they are in. They are tens of thousands of small objects,
// for which package json takes longer than reading the source did. Pieces are made on all processors and written in order.
func (v *View) encodeLists(w io.Writer) error {
	pieces, paths := v.pieces(), v.quoted()
	texts := make([]chan []byte, len(pieces))
	for i := range texts {
		texts[i] = make(chan []byte, 1)
	}
	workers := runtime.GOMAXPROCS(0)
	free := make(chan []byte, 2*workers) // as many buffers are used again and again
	defer close(free)
	for range cap(free) {
		free <- make([]byte, 0, pieceBytes)
	}
	var next atomic.Int32
	for range workers {
		go func() {
			for buf := range free {
				i := int(next.Add(1)) - 1
				if i >= len(pieces) {
					return
				}
				e := encoder{v, paths, buf[:0]}
				pieces[i](&e)
				texts[i] <- e.buf
			}
		}()
	}
	for _, text := range texts {
		buf := <-text
		if _, err := w.Write(buf); err != nil {
			return err
		}
		free <- buf
	}
	return nil
}

// pieceSize is how many elements of a list are encoded at once, of some 200 bytes each, so that they fit into pieceBytes.
const (
	pieceSize  = 256
	pieceBytes = 64 << 10
)

// pieces divides the lists.
func (v *View) pieces() []func(*encoder) {
	var all []func(*encoder)
	list := func(name string, n int, element func(e *encoder, i int)) {
		for from := 0; from < n || from == 0; from += pieceSize {
			all = append(all, func(e *encoder) { e.list(name, from, n, element) })
		}
	}
	modules := v.modules()
	list("modules", len(modules), func(e *encoder, i int) { e.module(modules[i]) })
	list("packages", len(v.lists), func(e *encoder, i int) { e.pkg(v.lists[i]) })
	list("edges", len(v.edges), func(e *encoder, i int) { e.edge(&v.edges[i]) })
	return append(all, func(e *encoder) { e.buf = append(e.buf, "}\n"...) })
}

// modules returns those that have packages in the view.
func (v *View) modules() []int32 {
	var all []int32
	for _, id := range v.lists {
		if m := v.Graph.Packages[id].Module; m >= 0 {
			all = append(all, m)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// quoted returns the import paths of the packages as JSON: an edge has two of them.
func (v *View) quoted() []string {
	all := make([]string, len(v.Graph.Packages))
	for _, id := range v.lists {
		all[id] = string(appendString(nil, v.Graph.Packages[id].Path))
	}
	return all
}

// An encoder appends to its buffer.
type encoder struct {
	v     *View
	paths []string // of packages, as JSON
	buf   []byte
}

// list appends a piece of a list of n elements.
func (e *encoder) list(name string, from, n int, element func(e *encoder, i int)) {
	if from == 0 {
		e.buf = append(append(append(e.buf, ",\n\""...), name...), "\":["...)
	}
	to := min(from+pieceSize, n)
	for i := from; i < to; i++ {
		if i > 0 {
			e.buf = append(e.buf, ',')
		}
		e.buf = append(e.buf, "\n{"...)
		element(e, i)
		e.buf = append(e.buf, '}')
	}
	if to == n {
		e.buf = append(e.buf, ']')
	}
}

func (e *encoder) text(key, value string) {
	if value != "" {
		e.key(key)
		e.buf = appendString(e.buf, value)
	}
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
	if e.buf[len(e.buf)-1] != '{' {
		e.buf = append(e.buf, ',')
	}
	e.buf = append(append(append(e.buf, '"'), key...), '"', ':')
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

func (e *encoder) module(id int32) {
	m := &e.v.Graph.Modules[id]
	e.text("path", m.Path)
	e.text("version", m.Version)
	e.text("replace", m.Replace)
	e.flag("main", m.Main)
	e.flag("direct", m.Direct && !m.Main)
	e.text("dir", m.Dir)
}

func (e *encoder) pkg(id int32) {
	g := e.v.Graph
	p := &g.Packages[id]
	e.text("path", p.Path)
	e.text("name", p.Name)
	e.text("kind", p.Kind.String())
	if p.Module >= 0 {
		e.text("module", g.Modules[p.Module].Path)
	}
	e.text("dir", p.Dir)
	e.flag("root", p.Root)
	e.text("reason", p.Reason)
	files, bytes := e.v.size(id)
	e.number("files", int64(files))
	e.number("bytes", bytes)
}

func (e *encoder) edge(edge *Edge) {
	e.path("from", edge.From)
	e.path("to", edge.To)
	e.flag("implied", edge.Implied)
	e.flag("test", edge.Test)
	if edge.n > 0 {
		e.key("at")
		e.at(e.v.Places(*edge))
	}
}

func (e *encoder) path(key string, id int32) {
	if path := e.paths[id]; path != `""` {
		e.key(key)
		e.buf = append(e.buf, path...)
	}
}

// at appends where imports are, with the constraint of the file if it has one.
func (e *encoder) at(places []int32) {
	g := e.v.Graph
	e.buf = append(e.buf, '[')
	for i, place := range places {
		imp := &g.Imports[place]
		f := &g.Files[imp.File]
		if i > 0 {
			e.buf = append(e.buf, ',')
		}
		e.buf = append(e.buf, `{"file":`...)
		e.buf = appendString(e.buf, f.Name)
		e.number("line", int64(imp.Line))
		if f.Constraint > 0 {
			e.text("if", g.Constraints[f.Constraint].Text)
		}
		e.buf = append(e.buf, '}')
	}
	e.buf = append(e.buf, ']')
}
