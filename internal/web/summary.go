package web

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/store"
)

// A summary is what the list knows of a record.
type summary struct {
	Row
	id, kind string
	created  time.Time
	host     string
	files    int
	all      string // what a filter looks in, in lower case
}

// summaries remembers what was read: records never change, they are only deleted.
type summaries struct {
	mu   sync.Mutex
	byID map[string]summary
}

// all returns the records of the store, the newest first. One that cannot be read has that as its state.
func (s *site) all() ([]summary, error) {
	entries, err := s.Store.List()
	if err != nil {
		return nil, err
	}
	slices.Reverse(entries)
	s.summaries.mu.Lock()
	defer s.summaries.mu.Unlock()
	all, errs := s.read(entries)
	known := make(map[string]summary, len(entries))
	out := all[:0]
	for i, one := range all {
		if errors.Is(errs[i], store.ErrNoRecord) {
			continue // deleted meanwhile
		}
		if errs[i] == nil {
			known[one.id] = one
		}
		out = append(out, one)
	}
	s.summaries.byID = known
	return out, nil
}

// read summarizes what is not remembered yet, on all processors.
func (s *site) read(entries []store.Entry) ([]summary, []error) {
	all, errs := make([]summary, len(entries)), make([]error, len(entries))
	var wg sync.WaitGroup
	var next atomic.Int64
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(entries)); i = next.Add(1) - 1 {
				var ok bool
				if all[i], ok = s.summaries.byID[entries[i].ID]; !ok {
					all[i], errs[i] = s.summarize(entries[i])
				}
			}
		})
	}
	wg.Wait()
	return all, errs
}

// summarize reads a record. With an error other than that it is gone, what is returned tells of that.
func (s *site) summarize(e store.Entry) (summary, error) {
	rec, _, err := s.Store.Record(e.ID)
	if err != nil {
		return summary{id: e.ID, created: e.Created, all: e.ID, Row: Row{State: "unreadable: " + err.Error()}}, err
	}
	out := summary{Row: s.Row(rec), id: e.ID, kind: rec.Kind, created: rec.Created, host: hostOf(rec.Host), files: len(rec.Artifacts)}
	out.all = strings.ToLower(strings.Join([]string{
		out.id, out.kind, out.Program, rec.Subject.Package, rec.Subject.File, out.Version, out.host, out.Cause, out.State,
	}, "\n") + "\n" + strings.Join(out.labels(), "\n"))
	return out, nil
}

// labels are those of the record as name=value.
func (s summary) labels() []string {
	var out []string
	for name, value := range s.Labels {
		out = append(out, name+"="+value)
	}
	return out
}

// hostOf names a machine by what matters to times.
func hostOf(h evidence.Host) string {
	system := h.OS + " " + h.Arch
	switch {
	case h.Cores > 0 && h.CPU != "":
		return fmt.Sprintf("%d × %s, %s", h.Cores, h.CPU, system)
	case h.Cores > 0:
		return fmt.Sprintf("%s, %d cores", system, h.Cores)
	}
	return system
}
