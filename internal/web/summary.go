package web

import (
	"errors"
	"fmt"
	"slices"
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
	for _, e := range slices.Backward(entries) {
		one, ok := s.summaries.byID[e.ID]
		var err error
		if !ok {
			one, err = s.summarize(e)
		}
		if errors.Is(err, store.ErrNoRecord) {
			continue // deleted meanwhile
		}
		if err == nil {
			known[e.ID] = one
		}
		out = append(out, one)
	}
	s.summaries.byID = known
	return out, nil
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
	name := fmt.Sprintf("%s/%s", h.OS, h.Arch)
	if h.Cores > 0 {
		name = fmt.Sprintf("%d × %s", h.Cores, name)
	}
	return strings.TrimSpace(h.CPU + " " + name)
}
