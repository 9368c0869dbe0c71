package gotool

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// TestLinkedTo: what is no ELF executable is an error and not a static one.
func TestLinkedTo(t *testing.T) {
	text := filepath.Join(t.TempDir(), "script")
	if err := os.WriteFile(text, []byte("#!/bin/sh\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	if l, err := LinkedTo(text); err == nil {
		t.Errorf("LinkedTo of a script = %+v, want an error", l)
	}
	if _, err := LinkedTo(text + ".gone"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("LinkedTo of nothing: %v, want %v", err, fs.ErrNotExist)
	}
}
