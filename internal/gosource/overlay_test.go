package gosource

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// TestOverlay holds that a commit takes the place of a folder, except within the module cache, and that of what both have alike
// the disk's is read.
func TestOverlay(t *testing.T) {
	root := t.TempDir()
	for name, text := range map[string]string{
		"a/same.go": "package a\n", "a/changed.go": "package a\n", "a/new.go": "package a\n", "cache/m/m.go": "package m\n", "go.mod": "module new\n",
	} {
		name = filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	over := &Overlay{
		Root: root, Except: []string{filepath.Join(root, "cache")},
		Files: fstest.MapFS{
			"a/same.go": {}, "a/changed.go": {Data: []byte("package a\n\nimport \"old\"\n")}, "a/gone.go": {Data: []byte("package b\n")},
			"a/link.go": {Mode: fs.ModeSymlink}, "go.mod": {Data: []byte("module old\n")},
		},
		Here: func(name string) bool { return name == "a/same.go" },
	}
	folders := &Folders{Over: over, Disk: new(Folders)}
	want := []string{"changed.go", "gone.go", "same.go"}
	if diff := cmp.Diff(want, folders.Read(filepath.Join(root, "a")).Go); diff != "" {
		t.Errorf("files of a (-want +got):\n%s", diff)
	}
	if !folders.HasGo(filepath.Join(root, "cache", "m")) || !folders.IsDir(filepath.Join(root, "cache")) {
		t.Error("the module cache within the overlay is not that of the disk")
	}
	if data, err := folders.ReadFile(filepath.Join(root, "go.mod")); string(data) != "module old\n" {
		t.Errorf("go.mod = %q, %v", data, err)
	}
	if folders.IsDir(filepath.Join(root, "b")) || !folders.HasMod(root) {
		t.Error("folders of the overlay are not those of its files")
	}

	got := map[string]string{}
	r := Reader{Over: over}
	r.Read(filepath.Join(root, "a"), want, func(i int, h *Header, size int64, err error) {
		if err != nil {
			t.Fatalf("%s: %v", want[i], err)
		}
		got[want[i]] = string(h.Package)
		if want[i] == "changed.go" && (len(h.Imports) != 1 || size != 24) {
			t.Errorf("changed.go has %d imports and %d bytes, want 1 and 24", len(h.Imports), size)
		}
	})
	if diff := cmp.Diff(map[string]string{"changed.go": "a", "gone.go": "b", "same.go": "a"}, got); diff != "" {
		t.Errorf("packages (-want +got):\n%s", diff)
	}
}
