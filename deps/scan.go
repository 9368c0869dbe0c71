package deps

import (
	"context"
	"runtime"
	"strings"
	"sync"

	"github.com/cupelgo/cupel/internal/gosource"
)

// scanned is what was read of a file.
type scanned struct {
	name, clause, constraint string
	bytes                    int64
	imports                  []imported
	cgo                      bool
	err                      error
}

type imported struct {
	path string
	line int32
}

func isTest(name string) bool { return strings.HasSuffix(name, "_test.go") }

// readers is how many goroutines read files: more than processors, since some of them wait for the disk.
func readers() int { return max(2, runtime.GOMAXPROCS(0)) }

// follow reads packages until nothing new is reached.
func (l *loader) follow(ctx context.Context) {
	todo, done := make(chan []*loading, waiting), make(chan []*loading, waiting)
	var wg sync.WaitGroup
	for range readers() {
		wg.Go(func() {
			r := reader{words: map[string]string{}}
			r.Over = l.opt.over
			for batch := range todo {
				for _, p := range batch {
					r.read(p)
				}
				done <- batch
			}
		})
	}
	l.takeKnown()
	for ctx.Err() == nil && (len(l.queue) > 0 || l.reading > 0) {
		var send chan []*loading
		var batch []*loading
		if n := min(len(l.queue), batchSize); n > 0 {
			send, batch = todo, l.queue[:n]
		}
		select {
		case send <- batch:
			l.queue = l.queue[len(batch):]
			l.reading++
		case batch := <-done:
			l.reading--
			for _, p := range batch {
				l.take(p)
			}
			l.takeKnown()
		}
	}
	close(todo)
	for ; l.reading > 0; l.reading-- {
		<-done
	}
	wg.Wait()
}

// takeKnown takes the packages that need not be read, and those that these reach.
func (l *loader) takeKnown() {
	for n := len(l.known); n > 0; n = len(l.known) {
		p := l.known[n-1]
		l.known = l.known[:n-1]
		l.take(p)
	}
}

// batchSize is how many packages are handed to a reader at once: enough to be cheap, few enough to keep all busy.
const batchSize = 8

// waiting is how many batches may wait on either side, so that on a busy machine no goroutine waits for the turn of another.
const waiting = 256

// A reader reads packages. Words that come again are kept once.
type reader struct {
	gosource.Reader
	words   map[string]string
	imports []imported // room that the imports of many files lie in, one after the other
}

// room makes sure that the imports of a file find room without a piece of memory of their own.
func (r *reader) room(n int) {
	if cap(r.imports)-len(r.imports) < n {
		r.imports = make([]imported, 0, max(n, 4096))
	}
}

func (r *reader) read(p *loading) {
	p.files = make([]scanned, len(p.names))
	r.Read(p.dir, p.names, func(i int, h *gosource.Header, size int64, err error) {
		f := &p.files[i]
		f.name, f.bytes, f.err = p.names[i], size, err
		if h == nil {
			return
		}
		f.clause, f.constraint, f.cgo = r.word(h.Package), r.word(h.Constraint), h.Cgo
		r.room(len(h.Imports))
		begin := len(r.imports)
		for _, imp := range h.Imports {
			r.imports = append(r.imports, imported{r.word(imp.Path), int32(imp.Line)})
		}
		f.imports = r.imports[begin:len(r.imports):len(r.imports)]
	})
	r.imports = r.imports[len(r.imports):]
}

func (r *reader) word(b []byte) string {
	if w, ok := r.words[string(b)]; ok {
		return w
	}
	w := string(b)
	r.words[w] = w
	return w
}
