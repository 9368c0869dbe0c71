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
	path *word
	line int32
}

// A word is a text that comes again and again, kept once by each reader.
type word struct {
	text string
	by   *loader // that knows the package of this import path; nil: none does
	id   int32   // of the package
}

func isTest(name string) bool { return strings.HasSuffix(name, "_test.go") }

// readers is how many goroutines read files: more than one even on a single processor, since a folder may be waited for, and no more
// than what one that decides can keep busy.
func readers() int { return min(max(2, runtime.GOMAXPROCS(0)), 16) }

// follow reads packages until nothing new is reached.
func (l *loader) follow(ctx context.Context) {
	l.takeKnown()
	var wg sync.WaitGroup
	for range readers() {
		wg.Go(func() { l.work(ctx) })
	}
	wg.Wait()
}

// work reads packages, and decides what follows from what it read.
func (l *loader) work(ctx context.Context) {
	r := reader{loader: l, words: map[string]*word{}}
	r.Over = l.opt.over
	l.mu.Lock()
	for batch := l.next(ctx); len(batch) > 0; batch = l.next(ctx) {
		l.mu.Unlock()
		for _, p := range batch {
			r.read(p)
		}
		l.mu.Lock()
		for _, p := range batch {
			l.settle(p)
		}
		l.takeKnown()
		l.reading--
		l.more.Broadcast()
	}
	l.mu.Unlock()
}

// next waits for packages that are to be read; none is the end.
func (l *loader) next(ctx context.Context) []*loading {
	for len(l.queue) == 0 && l.reading > 0 {
		l.more.Wait()
	}
	if len(l.queue) == 0 || ctx.Err() != nil {
		return nil
	}
	n := min(len(l.queue), batchSize)
	batch := l.queue[:n:n]
	l.queue = l.queue[n:]
	l.reading++
	return batch
}

// takeKnown takes the packages that need not be read, and those that these reach.
func (l *loader) takeKnown() {
	for n := len(l.known); n > 0; n = len(l.known) {
		p := l.known[n-1]
		l.known = l.known[:n-1]
		l.take(p)
	}
}

// batchSize is how many packages are read at once: enough to be cheap, few enough to keep all busy.
const batchSize = 8

// A reader reads packages. Words that come again are kept once.
type reader struct {
	gosource.Reader
	loader  *loader // of which only what does not change is looked at
	words   map[string]*word
	imports []imported // room that the imports of many files lie in, one after the other
}

// room makes sure that the imports of a file find room without a piece of memory of their own.
func (r *reader) room(n int) {
	if cap(r.imports)-len(r.imports) < n {
		r.imports = make([]imported, 0, max(n, 4096))
	}
}

func (r *reader) read(p *loading) {
	visit := func(i int, h *gosource.Header, size int64, err error) { r.take(&p.files[i], p.names[i], h, size, err) }
	if p.guess {
		p.folder = r.ReadFolder(p.dir, func(f *gosource.Folder) []string {
			p.names = r.loader.names(p, f)
			p.files = make([]scanned, len(p.names))
			return p.names
		}, visit)
	} else {
		p.files = make([]scanned, len(p.names))
		r.Read(p.dir, p.names, visit)
	}
	r.imports = r.imports[len(r.imports):]
}

// take keeps what was read of a file.
func (r *reader) take(f *scanned, name string, h *gosource.Header, size int64, err error) {
	f.name, f.bytes, f.err = name, size, err
	if h == nil {
		return
	}
	f.clause, f.constraint, f.cgo = r.word(h.Package).text, r.word(h.Constraint).text, h.Cgo
	r.room(len(h.Imports))
	begin := len(r.imports)
	for _, imp := range h.Imports {
		r.imports = append(r.imports, imported{r.word(imp.Path), int32(imp.Line)})
	}
	f.imports = r.imports[begin:len(r.imports):len(r.imports)]
}

func (r *reader) word(b []byte) *word {
	if w, ok := r.words[string(b)]; ok {
		return w
	}
	w := &word{text: string(b)}
	r.words[w.text] = w
	return w
}
