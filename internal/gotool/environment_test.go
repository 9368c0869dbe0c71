package gotool

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestAsk(t *testing.T) {
	for _, tt := range []struct {
		name, file, text string
		wants            string
	}{
		{"outside of any module", "note.txt", "", ""},
		{"go line", "go.mod", "module x\n\ngo 1.22\n", "go1.22"},
		{"toolchain line", "go.mod", "module x\n\ngo 1.22\n\ntoolchain go1.24.1\n", "go1.24.1"},
		{"newer than any, which is not fetched", "go.mod", "module x\n\ngo 1.999.1\n", "go1.999.1"},
		{"default", "go.mod", "module x\n\ngo 1.22\n\ntoolchain default\n", "go1.22"},
		{"workspace", "go.work", "go 1.23\n", "go1.23"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, tt.file), []byte(tt.text), 0o644); err != nil {
				t.Fatal(err)
			}
			got, err := Ask(t.Context(), dir, testEnv("GOTOOLCHAIN=go1.999.1+auto", "GOPROXY=off"))
			if err != nil || got.Unread != nil {
				t.Fatalf("Ask = %v, %v", err, got.Unread)
			}
			if got.Wants != tt.wants || got.GOTOOLCHAIN != "go1.999.1+auto" || got.GOFLAGS != "-buildvcs=false" || got.GOPROXY != "off" {
				t.Errorf("Ask = %+v, want Wants = %q", got, tt.wants)
			}
			if !strings.HasPrefix(got.Version, "go1.") || got.Version == "go1.999.1" || got.GOROOT == "" || got.GOCACHE == "" {
				t.Errorf("Ask = %+v, want the go command in PATH itself", got)
			}
		})
	}
}

func TestAskBad(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte("modul x\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	got, err := Ask(t.Context(), dir, testEnv())
	if err != nil || got.Unread == nil || !strings.Contains(got.Unread.Error(), "go.mod") || got.Version == "" {
		t.Errorf("Ask = %+v, %v, want a version and what is wrong with go.mod", got, err)
	}
	if _, err := Ask(t.Context(), dir, testEnv("PATH="+dir)); !errors.Is(err, exec.ErrNotFound) && runtime.GOOS != "windows" {
		t.Errorf("Ask without a go command = %v, want %v", err, exec.ErrNotFound)
	}
}
