package experiment

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestSweep(t *testing.T) {
	old := time.Now().Add(-time.Hour)
	tests := []struct {
		name string
		make func(t *testing.T, folder string)
		base string
		left bool
	}{
		{"free lock", func(t *testing.T, f string) { mkdir(t, f); touch(t, f+"/lock") },
			"cupel-run-0123456789abcdef", false},
		{"young without lock", func(t *testing.T, f string) { mkdir(t, f) },
			"cupel-run-0123456789abcdef", true},
		{"old without lock", func(t *testing.T, f string) { mkdir(t, f); os.Chtimes(f, old, old) },
			"cupel-run-0123456789abcdef", false},
		{"other name", func(t *testing.T, f string) { mkdir(t, f); touch(t, f+"/lock") },
			"cupel-run-notes", true},
		{"link", func(t *testing.T, f string) {
			dir := t.TempDir()
			touch(t, dir+"/lock")
			os.Symlink(dir, f)
		}, "cupel-run-0123456789abcdef", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			root := t.TempDir()
			folder := filepath.Join(root, tt.base)
			tt.make(t, folder)
			if w := sweep(root); len(w) > 0 {
				t.Errorf("warnings %q", w)
			}
			if _, err := os.Lstat(folder); (err == nil) != tt.left {
				t.Errorf("left %t, want %t", err == nil, tt.left)
			}
		})
	}
}

func TestSweepSparesOpenSessions(t *testing.T) {
	s := newTestSession(t)
	other, err := NewSession()
	if err != nil {
		t.Fatal(err)
	}
	if !exists(s.Temp()) || !exists(other.Temp()) {
		t.Error("a session removed the folder of another that is open")
	}
	if err := other.Close(); err != nil {
		t.Error(err)
	}
	if err := other.Close(); err != nil {
		t.Errorf("second Close: %v", err)
	}
	if exists(other.Temp()) {
		t.Error("Close left the folder")
	}
}

func mkdir(t *testing.T, path string) {
	t.Helper()
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
}

func touch(t *testing.T, path string) {
	t.Helper()
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
}
