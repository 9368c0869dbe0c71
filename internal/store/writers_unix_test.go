//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package store

import (
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/cupelgo/cupel/evidence"
)

// small are limits under which every commit thins a record and deletes one.
var small = limits{whole: 3, bytes: 1 << 30, records: 8, age: time.Hour}

const writerSize = 50_000

// TestWritersKilled lets several processes write into one store, so that each thins and deletes what others have
// written, and kills them wherever they are. Every record that is left is one.
func TestWritersKilled(t *testing.T) {
	const key = "CUPEL_STORE_TEST_WRITER"
	if dir := os.Getenv(key); dir != "" {
		writeOn(t, dir)
		return
	}
	s := Open(t.TempDir())
	s.keep = small
	for range 5 {
		var writers []*exec.Cmd
		for range 3 {
			writers = append(writers, startWriter(t, key, s.Dir()))
		}
		for _, w := range writers {
			if err := w.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			w.Wait() // its error is that it was killed
		}
		holdsRecords(t, s)
	}
	id := add(t, s, time.Now().Add(time.Second), writerSize)
	holdsRecords(t, s)
	left := ids(t, s)
	if len(left) > small.records || left[len(left)-1] != id {
		t.Errorf("%d records, the last is %s, want at most %d and %s", len(left), left[len(left)-1], small.records, id)
	}
	for _, name := range names(t, s.Dir()) {
		if strings.HasPrefix(name, draftPrefix) {
			t.Errorf("draft %s of a killed process is left", name)
		}
	}
}

// writeOn adds records until it is killed, and says so of each.
func writeOn(t *testing.T, dir string) {
	s := Open(dir)
	s.keep = small
	for {
		d, err := s.Begin(time.Now(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(d.Dir(), "a.trace"), strings.Repeat("x", writerSize))
		write(t, filepath.Join(d.Dir(), "more", "b.trace"), strings.Repeat("y", writerSize))
		if _, err := d.Commit(&evidence.Record{Created: time.Now()}); err != nil {
			fmt.Fprintln(os.Stderr, "Commit:", err)
			os.Exit(1)
		}
		os.Stdout.WriteString(".")
	}
}

// startWriter returns once the writer has added ten records, and goes on.
func startWriter(t *testing.T, key, dir string) *exec.Cmd {
	t.Helper()
	w := exec.Command(os.Args[0], "-test.run=^TestWritersKilled$")
	w.Env = append(os.Environ(), key+"="+dir)
	w.Stderr = os.Stderr
	out, err := w.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		w.Process.Kill() // an error means that it is dead already, as it should be
		w.Wait()
	})
	if _, err := io.ReadFull(out, make([]byte, 10)); err != nil {
		t.Fatalf("a writer beside others stopped: %v", err)
	}
	return w
}

// holdsRecords wants some records, and each of them to be readable and the one that its folder names. Artifacts may be
// half gone where a writer was killed: the next one goes on.
func holdsRecords(t *testing.T, s *Store) {
	t.Helper()
	read, err := Each(s, func(id string, r io.Reader) error {
		rec, err := evidence.Decode(r)
		if err == nil && rec.ID != id {
			err = fmt.Errorf("it says that it is %s", rec.ID)
		}
		if err != nil {
			return fmt.Errorf("record %s: %w", id, err)
		}
		return nil
	})
	if err != nil || len(read) == 0 {
		t.Fatalf("Each = %d records, %v, want some", len(read), err)
	}
	for _, err := range read {
		if err != nil {
			t.Error(err)
		}
	}
}

func TestEach(t *testing.T) {
	s := Open(filepath.Join(t.TempDir(), "new"))
	name := func(id string, r io.Reader) string {
		if _, err := io.ReadAll(r); err != nil {
			return "unreadable"
		}
		return id
	}
	if all, err := Each(s, name); len(all) > 0 || err != nil {
		t.Errorf("Each of no store = %v, %v", all, err)
	}
	var want []string
	for i := range 9 {
		want = append(want, add(t, s, epoch.Add(time.Duration(i)*time.Hour), 1))
	}
	all, err := Each(s, name)
	if err != nil || fmt.Sprint(all) != fmt.Sprint(want) {
		t.Errorf("Each = %v, %v, want %v", all, err, want)
	}
	if os.Getuid() == 0 {
		return // may read everything
	}
	if err := os.Chmod(filepath.Join(s.Dir(), want[3], recordFile), 0); err != nil {
		t.Fatal(err)
	}
	want[3] = "unreadable"
	if all, err = Each(s, name); err != nil || fmt.Sprint(all) != fmt.Sprint(want) {
		t.Errorf("Each = %v, %v, want %v", all, err, want)
	}
}
