package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/evidence"
)

var epoch = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// begin makes a draft whose id is as old as now and ends in the number.
func begin(t *testing.T, s *Store, now time.Time, number byte) *Draft {
	t.Helper()
	d, err := s.Begin(now, bytes.NewReader([]byte{0, 0, number}))
	if err != nil {
		t.Fatalf("Begin: %v", err)
	}
	return d
}

// add commits a record with one artifact of the given size.
func add(t *testing.T, s *Store, now time.Time, size int) string {
	t.Helper()
	d := begin(t, s, now, 1)
	write(t, filepath.Join(d.Dir(), "a.trace"), strings.Repeat("x", size))
	if _, err := d.Commit(new(evidence.Record)); err != nil {
		t.Fatalf("Commit: %v", err)
	}
	return d.ID()
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, entry := range entries {
		all = append(all, entry.Name())
	}
	return all
}

func ids(t *testing.T, s *Store) []string {
	t.Helper()
	entries, err := s.List()
	if err != nil {
		t.Fatalf("List: %v", err)
	}
	var all []string
	for _, entry := range entries {
		all = append(all, entry.ID)
	}
	return all
}

func TestCommit(t *testing.T) {
	s := Open(filepath.Join(t.TempDir(), "new", ".cupel"))
	d := begin(t, s, epoch.In(time.FixedZone("", 7200)), 0xab)
	write(t, filepath.Join(d.Dir(), "trace", "run.trace"), "trace")
	write(t, filepath.Join(d.Dir(), "stderr.txt"), "")
	write(t, filepath.Join(d.Dir(), recordFile), "a target may write what it likes")

	rec := &evidence.Record{Kind: "startup", Artifacts: []evidence.Artifact{{Name: "trace/run.trace", Media: "application/vnd.go.trace"}}}
	path, err := d.Commit(rec)
	if err != nil {
		t.Fatalf("Commit: %v", err)
	}
	const id = "20260102T030405Z-0000ab"
	if want := filepath.Join(s.Dir(), id, recordFile); path != want || d.ID() != id {
		t.Errorf("Commit = %s of draft %s, want %s", path, d.ID(), want)
	}
	if diff := cmp.Diff([]string{".gitignore", id}, names(t, s.Dir())); diff != "" {
		t.Errorf("store differs (-want +got):\n%s", diff)
	}
	got, dir, err := s.Load(id)
	if err != nil {
		t.Fatalf("Load: %v", err)
	}
	want := []evidence.Artifact{
		{Name: "stderr.txt", Media: "text/plain; charset=utf-8", SHA256: sum("")},
		{Name: "trace/run.trace", Media: "application/vnd.go.trace", Bytes: 5, SHA256: sum("trace")},
	}
	if diff := cmp.Diff(want, got.Artifacts); diff != "" || got.ID != id || dir != filepath.Dir(path) {
		t.Errorf("Load = id %s in %s, artifacts differ (-want +got):\n%s", got.ID, dir, diff)
	}
}

func TestMediaType(t *testing.T) {
	for name, want := range map[string]string{
		"observed.json": "application/json", "output.txt": "text/plain; charset=utf-8", "trace/inits.tsv": "text/tab-separated-values; charset=utf-8",
		"cpu.pb.gz": "application/gzip", "program.out": "application/octet-stream", "none": "application/octet-stream",
	} {
		if got := mediaType(name); got != want {
			t.Errorf("mediaType(%q) = %q, want %q", name, got, want)
		}
	}
}

func sum(text string) string {
	h := sha256.Sum256([]byte(text))
	return hex.EncodeToString(h[:])
}

func TestCommitListsNoLinks(t *testing.T) {
	outside := filepath.Join(t.TempDir(), "secret")
	write(t, outside, "secret")
	s := Open(t.TempDir())
	d := begin(t, s, epoch, 1)
	if err := os.Symlink(outside, filepath.Join(d.Dir(), "out.txt")); err != nil {
		t.Skip(err)
	}
	if err := os.Symlink(outside, filepath.Join(d.Dir(), recordFile)); err != nil {
		t.Fatal(err)
	}
	rec := new(evidence.Record)
	if _, err := d.Commit(rec); err != nil {
		t.Fatalf("Commit: %v", err)
	}
	if len(rec.Artifacts) != 0 || len(rec.Warnings) != 1 || !strings.Contains(rec.Warnings[0].Text, "out.txt") {
		t.Errorf("artifacts = %v, warnings = %v, want none and one about out.txt", rec.Artifacts, rec.Warnings)
	}
	if text, err := os.ReadFile(outside); err != nil || string(text) != "secret" {
		t.Errorf("the file behind the link is now %q, %v", text, err)
	}
}

func TestFailedCommitLeavesNoRecord(t *testing.T) {
	s := Open(t.TempDir())
	d := begin(t, s, epoch, 1)
	rec := &evidence.Record{Created: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)} // has no JSON
	if path, err := d.Commit(rec); err == nil || path != "" {
		t.Fatalf("Commit = %q, %v, want an error and no path", path, err)
	}
	if got := ids(t, s); len(got) != 0 {
		t.Errorf("List = %v, want none", got)
	}
	if err := d.Discard(); err != nil {
		t.Errorf("Discard: %v", err)
	}
	if diff := cmp.Diff([]string{".gitignore"}, names(t, s.Dir())); diff != "" {
		t.Errorf("store differs (-want +got):\n%s", diff)
	}
	if _, err := d.Commit(new(evidence.Record)); err == nil {
		t.Error("Commit after Discard succeeded")
	}
}

func TestDiscardAfterCommitKeepsTheRecord(t *testing.T) {
	s := Open(t.TempDir())
	d := begin(t, s, epoch, 1)
	if _, err := d.Commit(new(evidence.Record)); err != nil {
		t.Fatal(err)
	}
	if err := d.Discard(); err != nil {
		t.Errorf("Discard: %v", err)
	}
	if got := ids(t, s); len(got) != 1 {
		t.Errorf("List = %v, want one record", got)
	}
}

func TestGitignoreOnlyInOwnFolder(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "main.go"), "package main")
	add(t, Open(dir), epoch, 1)
	if _, err := os.Stat(filepath.Join(dir, ".gitignore")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Stat(.gitignore) = %v, want it absent: it would hide main.go from git", err)
	}
}

func TestLoad(t *testing.T) {
	s := Open(filepath.Join(t.TempDir(), ".cupel"))
	first := add(t, s, epoch, 1)
	last := add(t, s, epoch.Add(time.Minute), 1)
	tests := []struct{ ref, id, err string }{
		{"latest", last, ""},
		{first, first, ""},
		{"20260102T0305", last, ""},
		{"2026", "", "fits 2 records"},
		{filepath.Join(s.Dir(), first), first, ""},
		{filepath.Join(s.Dir(), first, recordFile), first, ""},
		{filepath.Join(s.Dir(), first, "a.trace"), "", "not an evidence record"},
		{"nothing", "", "no such record"},
		{"", "", "no such record"},
		{s.Dir(), "", "no such record"},
	}
	for _, test := range tests {
		t.Run(test.ref, func(t *testing.T) {
			rec, dir, err := s.Load(test.ref)
			switch {
			case test.err != "":
				if err == nil || !strings.Contains(err.Error(), test.err) {
					t.Errorf("Load(%q) = %v, want an error with %q", test.ref, err, test.err)
				}
			case err != nil:
				t.Errorf("Load(%q): %v", test.ref, err)
			case rec.ID != test.id || dir != filepath.Join(s.Dir(), test.id):
				t.Errorf("Load(%q) = %s in %s, want %s", test.ref, rec.ID, dir, test.id)
			}
		})
	}
}

func TestEmptyStore(t *testing.T) {
	s := Open(filepath.Join(t.TempDir(), "none"))
	if got := ids(t, s); len(got) != 0 {
		t.Errorf("List = %v, want none", got)
	}
	if _, _, err := s.Load("latest"); !errors.Is(err, ErrNoRecord) {
		t.Errorf("Load(latest) = %v, want %v", err, ErrNoRecord)
	}
	if got, err := s.Clean(); err != nil || got != (Cleaned{}) {
		t.Errorf("Clean = %+v, %v, want nothing", got, err)
	}
	if _, err := os.Stat(s.Dir()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the store was created by reading it: %v", err)
	}
}

func TestLoadFollowsNoLinkOutOfTheStore(t *testing.T) {
	outside := Open(t.TempDir())
	id := add(t, outside, epoch, 1)
	s := Open(t.TempDir())
	inside := add(t, s, epoch.Add(time.Hour), 1)
	link := filepath.Join(s.Dir(), "20260102T030405Z-00000f")
	if err := os.Symlink(filepath.Join(outside.Dir(), id), link); err != nil {
		t.Skip(err)
	}
	if diff := cmp.Diff([]string{inside}, ids(t, s)); diff != "" {
		t.Errorf("List differs (-want +got):\n%s", diff)
	}
	if _, err := s.Clean(); err != nil {
		t.Fatalf("Clean: %v", err)
	}
	if got := ids(t, outside); !slices.Equal(got, []string{id}) {
		t.Errorf("records behind the link are now %v, want %s", got, id)
	}
}
