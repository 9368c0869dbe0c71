package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/evidence"
)

func TestRetention(t *testing.T) {
	tests := []struct {
		name    string
		records int
		bytes   int64
		sizes   []int // oldest first
		want    []int // which are left
	}{
		{"within", 3, 1 << 20, []int{1, 1, 1}, []int{0, 1, 2}},
		{"too many", 2, 1 << 20, []int{1, 1, 1, 1}, []int{2, 3}},
		{"too large", 9, 10_000, []int{5000, 3000, 3000}, []int{1, 2}},
		{"the newest alone is too large", 9, 1000, []int{1, 5000}, []int{1}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := Open(t.TempDir())
			s.keepRecords, s.keepBytes = test.records, test.bytes
			var all, want []string
			for i, size := range test.sizes {
				all = append(all, add(t, s, epoch.Add(time.Duration(i)*time.Hour), size))
			}
			for _, i := range test.want {
				want = append(want, all[i])
			}
			if diff := cmp.Diff(want, ids(t, s)); diff != "" {
				t.Errorf("records left differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRetentionKeepsTheRecordJustWritten(t *testing.T) {
	s := Open(t.TempDir())
	s.keepRecords = 1
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
