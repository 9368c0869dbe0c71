package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/store"
)

var epoch = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// add commits a record of a program, as old as epoch and some minutes less.
func add(t *testing.T, s *store.Store, minutes int, program, kind string) string {
	t.Helper()
	now := epoch.Add(time.Duration(minutes) * time.Minute)
	d, err := s.Begin(now, bytes.NewReader([]byte{0, 0, byte(minutes)}))
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"cpu.pb.gz": "a profile", "sub/page.html": "<script>alert(1)</script>"} {
		path := filepath.Join(d.Dir(), name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	rec := &evidence.Record{
		Schema: evidence.Schema, Kind: kind, Created: now,
		Subject: evidence.Subject{Package: "example.com/" + program}, Host: evidence.Host{OS: "linux", Arch: "amd64", Cores: 2},
	}
	if _, err := d.Commit(rec); err != nil {
		t.Fatal(err)
	}
	return d.ID()
}

// A fixture is a store with its site. What is handed over shows what it was given.
func fixture(t *testing.T) (*store.Store, Options) {
	t.Helper()
	s := store.Open(filepath.Join(t.TempDir(), "store"))
	return s, Options{
		Store: s,
		Row: func(rec *evidence.Record) Row {
			return Row{Program: strings.TrimPrefix(rec.Subject.Package, "example.com/"), Ready: "1 s", ReadyValue: new(float64), Runs: 9, State: "ready"}
		},
		Page: func(rec *evidence.Record, dir string) ([]byte, error) {
			if rec.Kind == "other" {
				return nil, errors.New("no room for <other>")
			}
			return []byte("page of " + rec.ID + " in " + filepath.Base(dir)), nil
		},
		Compare: func(a, b *evidence.Record) ([]byte, error) {
			if a.Kind != b.Kind {
				return nil, errors.New("they are of two kinds")
			}
			return []byte(a.ID + " against " + b.ID), nil
		},
		Profile: func(context.Context, *evidence.Record, string) (*url.URL, error) {
			return nil, errors.New("no pprof here")
		},
	}
}

func get(h http.Handler, path string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Host = "localhost:6070"
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestPages(t *testing.T) {
	s, o := fixture(t)
	old, last := add(t, s, 1, "api", "startup"), add(t, s, 2, "worker", "other")
	h := Handler(o)
	tests := []struct {
		path string
		code int
		want string
	}{
		{"/", 200, "2 records in "},
		{"/records/" + old + "/", 200, "page of " + old + " in " + old},
		{"/records/" + old, 307, "/records/" + old + "/"},
		{"/records/" + last + "/", 500, "no room for &lt;other&gt;"},
		{"/records/" + old + "/files/", 200, "../artifacts/sub/page.html"},
		{"/records/" + old + "/evidence.json", 200, `"id": "` + old + `"`},
		{"/records/" + old + "/artifacts/cpu.pb.gz", 200, "a profile"},
		{"/records/" + old + "/artifacts/nothing", 404, "lists no artifact"},
		{"/records/" + old + "/pprof/cpu.pb.gz/top", 502, "no pprof here"},
		{"/records/" + old + "/pprof/cpu.pb.gz/saveconfig", 404, "Settings cannot be saved"},
		{"/records/" + old + "/pprof/cpu.pb.gz/deleteconfig", 404, "Settings cannot be saved"},
		{"/records/" + old + "/pprof/evidence.json/top", 404, "is no profile"},
		{"/records/" + old + "/pprof/none.pb.gz/top", 404, "lists no artifact"},
		{"/records/20200101T000000Z-000000/", 404, "Not in the store"},
		{"/records/latest/", 404, "is no id"},
		{"/compare?a=" + old + "&b=" + old, 200, old + " against " + old},
		{"/compare?a=" + old + "&b=" + last, 422, "cannot be compared: they are of two kinds"},
		{"/compare?a=" + old, 400, "b is missing"},
		{"/compare?a=" + old + "&b=nothing", 404, "is no id"},
		{"/history", 404, "no such page"},
		{"/nothing", 404, "no such page"},
		{"/", 200, `<option value="` + old + `" selected>`},
		{"/?text=nothing", 200, "No record is as asked for"},
		{"/?page=0", 400, "no number from 1 on"},
		{"/?page=x", 400, "no number from 1 on"},
		{"/?page=9", 200, "page 9 of 1"},
	}
	for _, test := range tests {
		t.Run(test.path, func(t *testing.T) {
			w := get(h, test.path)
			if w.Code != test.code || !strings.Contains(w.Body.String()+w.Header().Get("Location"), test.want) {
				t.Errorf("GET %s = %d %s, want %d with %q", test.path, w.Code, w.Body, test.code, test.want)
			}
		})
	}
}

func TestHistory(t *testing.T) {
	_, o := fixture(t)
	o.History = func(*store.Store) ([]byte, error) { return []byte("over time"), nil }
	if w := get(Handler(o), "/history"); w.Code != 200 || w.Body.String() != "over time" {
		t.Errorf("GET /history = %d %s", w.Code, w.Body)
	}
	if w := get(Handler(o), "/"); !strings.Contains(w.Body.String(), `href="history"`) {
		t.Errorf("the list has no link to the history:\n%s", w.Body)
	}
}

func TestDownload(t *testing.T) {
	s, o := fixture(t)
	id := add(t, s, 1, "api", "startup")
	w := get(Handler(o), "/records/"+id+"/artifacts/sub/page.html")
	for name, want := range map[string]string{
		"Content-Type": "application/octet-stream", "Content-Disposition": "attachment; filename=page.html",
		"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'",
	} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s of a download = %q, want %q", name, got, want)
		}
	}
}

func TestFilterAndPages(t *testing.T) {
	s, o := fixture(t)
	o.Store = s
	var all []summary
	for i := range 250 {
		program := [...]string{"api", "worker"}[i%2]
		all = append(all, summary{
			Row: Row{Program: program}, id: fmt.Sprintf("20260102T%06dZ-%06x", i, i), kind: "startup", all: program + " linux/amd64",
		})
		if i < 3 {
			all[i].Labels = map[string]string{"env": "ci", "team": program}
		}
	}
	site := &site{Options: o}
	tests := []struct {
		query, answer, title string
		links                []string
	}{
		{"", "250 records in", "1 to 100 of 250", []string{"?page=2"}},
		{"page=2", "250 records in", "101 to 200 of 250", []string{"?page=1", "?page=3"}},
		{"page=3", "250 records in", "201 to 250 of 250", []string{"?page=2"}},
		{"page=9", "250 records in", "page 9 of 3", []string{"?page=3"}},
		{"program=api", "125 of 250 records in", "1 to 100 of 125", []string{"?page=2&program=api"}},
		{"text=WORK+amd64&page=2", "125 of 250 records in", "101 to 125 of 125", []string{"?page=1&text=WORK+amd64"}},
		{"label=env%3Dci", "3 of 250 records in", "", nil},
		{"label=team%3Dapi", "2 of 250 records in", "", nil},
		{"label=env", "0 of 250 records in", "", nil},
		{"kind=other", "0 of 250 records in", "", nil},
		{"text=%3Cscript%3E", "0 of 250 records in", "", nil},
	}
	for _, test := range tests {
		t.Run(test.query, func(t *testing.T) {
			q, err := url.ParseQuery(test.query)
			if err != nil {
				t.Fatal(err)
			}
			f, err := readFilter(q)
			if err != nil {
				t.Fatal(err)
			}
			d := site.listDocument(all, f)
			if !strings.HasPrefix(d.Answer, test.answer) {
				t.Errorf("answer = %q, want %q", d.Answer, test.answer)
			}
			title, links := "", []string(nil)
			for _, s := range d.Sections {
				if s.Title == "compare" || s.Title == "" {
					continue
				}
				title = s.Title
				for _, c := range s.Table.Rows[0] {
					links = append(links, c.Link)
				}
			}
			if title != test.title || fmt.Sprint(links) != fmt.Sprint(test.links) {
				t.Errorf("pages = %q %v, want %q %v", title, links, test.title, test.links)
			}
		})
	}
}

func TestListIsNewestFirstAndEscaped(t *testing.T) {
	s, o := fixture(t)
	add(t, s, 1, "older", "startup")
	add(t, s, 2, "newer<b>", "startup")
	page := get(Handler(o), "/?text=%22%3E%3Cimg+src=x%3E").Body.String()
	if strings.Contains(page, "<img") {
		t.Errorf("what was asked for is in the page as it came:\n%s", page)
	}
	page = get(Handler(o), "/").Body.String()
	_, rows, _ := strings.Cut(page, "<table")
	newer, older := strings.Index(rows, "newer&lt;b&gt;"), strings.Index(rows, "older")
	if newer < 0 || older < newer {
		t.Errorf("newer at %d, older at %d of the table:\n%s", newer, older, page)
	}
}

// TestDeletedMeanwhile holds that what was read once is not shown when it has gone.
func TestDeletedMeanwhile(t *testing.T) {
	s, o := fixture(t)
	id := add(t, s, 1, "api", "startup")
	h := Handler(o)
	get(h, "/")
	if err := os.RemoveAll(filepath.Join(s.Dir(), id)); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/records/" + id + "/", "/records/" + id + "/files/", "/records/" + id + "/artifacts/cpu.pb.gz", "/records/" + id + "/pprof/cpu.pb.gz/top"} {
		if w := get(h, path); w.Code != 404 || !strings.Contains(w.Body.String(), "deleted meanwhile") {
			t.Errorf("GET %s = %d %s, want 404 that says why", path, w.Code, w.Body)
		}
	}
	if w := get(h, "/"); !strings.Contains(w.Body.String(), "0 records in") {
		t.Errorf("the list still has it:\n%s", w.Body)
	}
}

// TestUnreadable holds that a broken record hides no other one, and is shown once it is whole.
func TestUnreadable(t *testing.T) {
	s, o := fixture(t)
	add(t, s, 1, "api", "startup")
	id := add(t, s, 2, "worker", "startup")
	file := filepath.Join(s.Dir(), id, "evidence.json")
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, whole[:20], 0o600); err != nil {
		t.Fatal(err)
	}
	h := Handler(o)
	if page := get(h, "/").Body.String(); !strings.Contains(page, "unreadable: ") || !strings.Contains(page, ">api<") {
		t.Errorf("list with a broken record:\n%s", page)
	}
	if err := os.WriteFile(file, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	if page := get(h, "/").Body.String(); strings.Contains(page, "unreadable: ") {
		t.Errorf("the list remembers what was broken:\n%s", page)
	}
}
