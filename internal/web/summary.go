package web

import (
	"fmt"
	"strings"
	"sync"
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
	s.summaries.mu.Lock()
	defer s.summaries.mu.Unlock()
	out := make([]summary, 0, len(entries))
	known := make(map[string]summary, len(entries))
	for i := len(entries) - 1; i >= 0; i-- {
		one, ok := s.summaries.byID[entries[i].ID]
		if !ok {
			one = s.summarize(entries[i])
		}
		known[one.id] = one
		out = append(out, one)
	}
	s.summaries.byID = known
	return out, nil
}

func (s *site) summarize(e store.Entry) summary {
	rec, _, err := s.Store.Record(e.ID)
	if err != nil {
		return summary{id: e.ID, created: e.Created, Row: Row{State: "unreadable: " + err.Error()}}
	}
	out := summary{Row: s.Row(rec), id: e.ID, kind: rec.Kind, created: rec.Created, host: hostOf(rec.Host), files: len(rec.Artifacts)}
	out.all = strings.ToLower(strings.Join([]string{
		out.id, out.kind, out.Program, rec.Subject.Package, rec.Subject.File, out.Version, out.host, out.Cause, out.State,
	}, "\n"))
	return out
}

// hostOf names a machine by what matters to times.
func hostOf(h evidence.Host) string {
	name := fmt.Sprintf("%s/%s", h.OS, h.Arch)
	if h.Cores > 0 {
		name = fmt.Sprintf("%d × %s", h.Cores, name)
	}
	return strings.TrimSpace(h.CPU + " " + name)
}
