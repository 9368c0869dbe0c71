package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/evidence"
)

func TestRetention(t *testing.T) {
	const thin = -1 // its artifact is gone
	tests := []struct {
		name  string
		keep  limits
		sizes []int       // oldest first, an hour from each other
		want  map[int]int // which are left, with how large an artifact
	}{
		{"within", limits{3, 1 << 20, 9, time.Hour}, []int{1, 1, 1}, map[int]int{0: 1, 1: 1, 2: 1}},
		{"too many", limits{2, 1 << 20, 9, 9 * time.Hour}, []int{1, 1, 1, 1}, map[int]int{0: thin, 1: thin, 2: 1, 3: 1}},
		{"too large", limits{9, 10_000, 9, 9 * time.Hour}, []int{5000, 3000, 3000}, map[int]int{0: thin, 1: 3000, 2: 3000}},
		{"the newest alone is too large", limits{9, 1000, 9, 9 * time.Hour}, []int{1, 5000}, map[int]int{1: 5000}},
		{"too many thin ones", limits{1, 1 << 20, 3, 9 * time.Hour}, []int{1, 1, 1, 1, 1}, map[int]int{2: thin, 3: thin, 4: 1}},
		{"too old thin ones", limits{2, 1 << 20, 9, 3 * time.Hour}, []int{1, 1, 1, 1, 1, 1}, map[int]int{2: thin, 3: thin, 4: 1, 5: 1}},
		{"whole ones do not expire", limits{3, 1 << 20, 9, time.Minute}, []int{1, 1, 1}, map[int]int{0: 1, 1: 1, 2: 1}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := Open(t.TempDir())
			s.keep = test.keep
			got := map[int]int{}
			var all []string
			for i, size := range test.sizes {
				all = append(all, add(t, s, epoch.Add(time.Duration(i)*time.Hour), size))
			}
			for _, id := range ids(t, s) {
				got[slices.Index(all, id)] = artifact(t, s, id, thin)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("records left differ (-want +got):\n%s", diff)
			}
		})
	}
}

// artifact returns the size of a record's artifact, or none.
func artifact(t *testing.T, s *Store, id string, none int) int {
	t.Helper()
	if _, _, err := s.Load(id); err != nil {
		t.Error(err)
	}
	info, err := os.Stat(filepath.Join(s.Dir(), id, "a.trace"))
	if errors.Is(err, fs.ErrNotExist) {
		return none
	}
	if err != nil {
		t.Fatal(err)
	}
	return int(info.Size())
}

func TestRetentionKeepsTheRecordJustWritten(t *testing.T) {
	s := Open(t.TempDir())
	s.keep.whole, s.keep.records = 1, 1
	add(t, s, epoch, 1)
	older := add(t, s, epoch.Add(-time.Hour), 1) // the clock went back
	if diff := cmp.Diff([]string{older}, ids(t, s)); diff != "" {
		t.Errorf("records left differ (-want +got):\n%s", diff)
	}
}

func TestClean(t *testing.T) {
	s := Open(t.TempDir())
	id := add(t, s, epoch, 100)
	size := entryBytes(t, s, id)
	live := begin(t, s, epoch.Add(time.Hour), 2)
	abandoned(t, s, epoch, "draft")
	foreign := []string{
		"notes.txt",                             // a file
		"20260102T030405Z-0000ff",               // a file named like a record
		"20260102T030405Z-0000fe/unrelated.txt", // a folder named like a record, without one
		"20260102T030405Z-XYZ/evidence.json",    // almost an id
		".tmp-mine/file",                        // almost a draft
	}
	for _, name := range foreign {
		write(t, filepath.Join(s.Dir(), name), "mine")
	}

	got, err := s.Clean()
	if err != nil {
		t.Fatalf("Clean: %v", err)
	}
	want := Cleaned{Records: 1, Drafts: 1, Bytes: size + int64(len("draft")), InUse: 1}
	if got != want {
		t.Errorf("Clean = %+v, want %+v", got, want)
	}
	for _, name := range foreign {
		if _, err := os.Stat(filepath.Join(s.Dir(), name)); err != nil {
			t.Errorf("Clean touched a foreign file: %v", err)
		}
	}
	if _, err := live.Commit(new(evidence.Record)); err != nil {
		t.Errorf("Commit of a draft that was in use during Clean: %v", err)
	}
}

func entryBytes(t *testing.T, s *Store, id string) int64 {
	t.Helper()
	entries, err := s.List()
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if entry.ID == id {
			return entry.Bytes
		}
	}
	t.Fatalf("no record %s", id)
	return 0
}

// abandoned makes what a killed process leaves behind: a draft that nobody holds a lock on.
func abandoned(t *testing.T, s *Store, at time.Time, text string) string {
	t.Helper()
	name := fmt.Sprintf("%s%s-dead00", draftPrefix, at.UTC().Format(stampLayout))
	write(t, filepath.Join(s.Dir(), name, "a.trace"), text)
	return name
}

func TestBeginSweepsTheDraftsOfTheDead(t *testing.T) {
	s := Open(t.TempDir())
	live := begin(t, s, epoch.Add(-48*time.Hour), 1)
	stale := abandoned(t, s, epoch.Add(-25*time.Hour), "x")
	foreign := filepath.Join(s.Dir(), ".tmp-mine")
	write(t, filepath.Join(foreign, "file"), "mine")

	next := begin(t, s, epoch, 2)
	defer next.Discard()
	if _, err := os.Stat(filepath.Join(s.Dir(), stale)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Stat(%s) = %v, want it swept", stale, err)
	}
	if _, err := os.Stat(foreign); err != nil {
		t.Errorf("Begin touched a foreign folder: %v", err)
	}
	if _, err := live.Commit(new(evidence.Record)); err != nil {
		t.Errorf("Commit of a long draft that is still in use: %v", err)
	}
}
