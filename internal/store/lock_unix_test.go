//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package store

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// TestKilledProcess lets another process begin a draft, kills it, and begins again at once: no draft
// may wait a day for its removal.
func TestKilledProcess(t *testing.T) {
	const key = "CUPEL_STORE_TEST_DIR"
	if dir := os.Getenv(key); dir != "" {
		begin(t, Open(dir), epoch, 1)
		os.Stdout.WriteString("ready")
		time.Sleep(time.Minute)
		return
	}
	s := Open(t.TempDir())
	child := exec.Command(os.Args[0], "-test.run=^TestKilledProcess$")
	child.Env = append(os.Environ(), key+"="+s.Dir())
	stdout, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		child.Process.Kill() // an error means that it is dead already, as it should be
		child.Wait()
	})
	if _, err := stdout.Read(make([]byte, 5)); err != nil {
		t.Fatalf("waiting for the other process: %v", err)
	}
	draft := filepath.Join(s.Dir(), draftPrefix+"20260102T030405Z-000001")

	begin(t, s, epoch, 2).Discard()
	if _, err := os.Stat(draft); err != nil {
		t.Errorf("the draft of a living process: %v", err)
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	child.Wait() // its error is that it was killed
	begin(t, s, epoch, 3).Discard()
	if _, err := os.Stat(draft); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Stat of the draft of a killed process = %v, want it gone", err)
	}
}
