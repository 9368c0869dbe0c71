package web

import (
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/store"
	"github.com/cupelgo/cupel/internal/unit"
)

// record answers with the page of a record, which is the same that cupel report writes.
func (s *site) record(w http.ResponseWriter, r *http.Request) {
	rec, dir, err := s.Store.Record(r.PathValue("id"))
	if err != nil {
		fail(w, err)
		return
	}
	s.answer(w, r, func() ([]byte, error) { return s.Page(rec, dir) })
}

// answer sends a page that is costly to make, unless the one who asked has left meanwhile.
func (s *site) answer(w http.ResponseWriter, r *http.Request, render func() ([]byte, error)) {
	select {
	case s.rendering <- struct{}{}:
		defer func() { <-s.rendering }()
	case <-r.Context().Done():
		return
	}
	page, err := render()
	if err != nil {
		fail(w, err)
		return
	}
	send(w, http.StatusOK, page)
}

func (s *site) history(w http.ResponseWriter, r *http.Request) {
	s.answer(w, r, func() ([]byte, error) { return s.History(s.Store) })
}

// compare answers with the page of two records, the baseline first.
func (s *site) compare(w http.ResponseWriter, r *http.Request) {
	var arms [2]*evidence.Record
	for i, name := range []string{"a", "b"} {
		id := r.URL.Query().Get(name)
		if id == "" {
			problem(w, http.StatusBadRequest, "Two records are compared: "+name+" is missing.", "Ask for /compare?a=ID&b=ID, the baseline first.")
			return
		}
		rec, _, err := s.Store.Record(id)
		if err != nil {
			fail(w, err)
			return
		}
		arms[i] = rec
	}
	s.answer(w, r, func() ([]byte, error) {
		page, err := s.Compare(arms[0], arms[1])
		if err != nil {
			return nil, unlike{err}
		}
		return page, nil
	})
}

// files lists what a record is made of.
func (s *site) files(w http.ResponseWriter, r *http.Request) {
	rec, _, err := s.Store.Record(r.PathValue("id"))
	if err != nil {
		fail(w, err)
		return
	}
	t := &report.Table{Columns: []report.Column{{Name: "file"}, {Name: "size", Align: report.Right}, {Name: "media type"}, {Name: "look at it"}}}
	t.Rows = append(t.Rows, []report.Cell{{Text: "evidence.json", Link: "../evidence.json"}, {}, {Text: "application/json"}})
	for _, a := range rec.Artifacts {
		t.Rows = append(t.Rows, fileRow(a))
	}
	show(w, http.StatusOK, &report.Document{
		Answer:   fmt.Sprintf("%s of record %s", counted(len(t.Rows), "file"), rec.ID),
		Sections: []report.Section{{Table: t}, home("../../../")},
		Origin:   report.OriginOf(rec),
	})
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func fileRow(a evidence.Artifact) []report.Cell {
	size := float64(a.Bytes)
	row := report.Row(a.Name, unit.Bytes(size), a.Media, "")
	row[0].Link, row[1].Value = "../artifacts/"+escapePath(a.Name), &size
	if isProfile(a.Name) {
		row[3].Text, row[3].Link = "pprof", "../pprof/"+url.PathEscape(a.Name)+"/flamegraph"
	}
	return row
}

// escapePath makes a relative URL of the name of an artifact.
func escapePath(name string) string {
	parts := strings.Split(name, "/")
	for i := range parts {
		parts[i] = url.PathEscape(parts[i])
	}
	return strings.Join(parts, "/")
}

// isProfile reports whether pprof reads an artifact of that name.
func isProfile(name string) bool {
	return strings.HasSuffix(name, ".pb.gz") && !strings.Contains(name, "/")
}

func (s *site) evidence(w http.ResponseWriter, r *http.Request) {
	s.download(w, r, "evidence.json")
}

// artifact sends a file that the record lists.
func (s *site) artifact(w http.ResponseWriter, r *http.Request) {
	s.download(w, r, r.PathValue("name"))
}

// download sends a file to be stored. What it holds comes from a foreign program and is never shown as one of
// our pages: it is an attachment, of a type that is not guessed.
func (s *site) download(w http.ResponseWriter, r *http.Request, name string) {
	f, err := s.Store.Artifact(r.PathValue("id"), name)
	if err != nil {
		fail(w, err)
		return
	}
	defer f.Close()
	base := path.Base(name)
	disposition := mime.FormatMediaType("attachment", map[string]string{"filename": base})
	if disposition == "" {
		fail(w, errors.New("the file has no name that can be sent"))
		return
	}
	w.Header().Set("Content-Disposition", disposition)
	w.Header().Set("Content-Security-Policy", "sandbox; default-src 'none'")
	w.Header().Set("Content-Type", "application/octet-stream")
	http.ServeContent(w, r, "", time.Time{}, f)
}

// profile returns the absolute path of a profile that the record lists.
func (s *site) profile(id, name string) (*evidence.Record, string, error) {
	if !isProfile(name) {
		return nil, "", fmt.Errorf("%w: %q is no profile", store.ErrNoRecord, name)
	}
	rec, _, err := s.Store.Record(id)
	if err != nil {
		return nil, "", err
	}
	f, err := s.Store.Artifact(id, name)
	if err != nil {
		return nil, "", err
	}
	if err := f.Close(); err != nil {
		return nil, "", err
	}
	path, err := filepath.Abs(f.Name())
	return rec, path, err
}
