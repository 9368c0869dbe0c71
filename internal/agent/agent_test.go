package agent

import (
	"errors"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func TestSupports(t *testing.T) {
	for _, tt := range []struct {
		goos, goarch, version string
		want                  bool
	}{
		{"linux", "amd64", "go1.22.12", true},
		{"linux", "arm64", "go1.26.1", true},
		{"linux", "amd64", "go1.27rc1", true},
		{"linux", "amd64", "go1.26.1-X:nodwarf5", true},
		{"linux", "amd64", "go1.21.13", false},
		{"linux", "amd64", "go1.28.0", false},
		{"linux", "amd64", "devel go1.28-abcdef", false},
		{"linux", "386", "go1.26.1", false},
		{"darwin", "arm64", "go1.26.1", false},
	} {
		err := Supports(tt.goos, tt.goarch, tt.version)
		if got := err == nil; got != tt.want || !got && !errors.Is(err, errors.ErrUnsupported) {
			t.Errorf("Supports(%s, %s, %s) = %v, want %v", tt.goos, tt.goarch, tt.version, err, tt.want)
		}
	}
}

func TestInstall(t *testing.T) {
	dir := t.TempDir()
	if err := Install(dir, "go1.21.0"); !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("Install for go1.21.0 = %v", err)
	}
	if err := Install(dir, "go1.26.1"); err != nil {
		t.Fatal(err)
	}
	err := fs.WalkDir(os.DirFS("_src"), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		want, err := os.ReadFile(filepath.Join("_src", name))
		if err != nil {
			return err
		}
		if got, err := os.ReadFile(filepath.Join(dir, name)); err != nil || string(got) != string(want) {
			t.Errorf("installed %s: %v, %d bytes, want %d", name, err, len(got), len(want))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestMainFile(t *testing.T) {
	f, err := parser.ParseFile(token.NewFileSet(), "", MainFile("main"), parser.ImportsOnly)
	if err != nil || f.Name.Name != "main" || len(f.Imports) != 2 {
		t.Errorf("MainFile = %v, %v", f, err)
	}
}

func TestHookMain(t *testing.T) {
	for _, tt := range []struct{ src, want string }{
		{"package main\nfunc main() {}\n", "package main\nfunc main() { defer cupelLeavesMain();}\n"},
		{
			"package main\n\nimport \"C\"\n\nfunc main()  {\n\tf()\n}\n",
			"package main\n\nimport \"C\"\n\nfunc main()  { defer cupelLeavesMain();\n\tf()\n}\n",
		},
		{
			"package main\n//line x.go:900\nfunc main() { f() }\n",
			"package main\n//line x.go:900\nfunc main() { defer cupelLeavesMain(); f() }\n",
		},
		{"package main\nfunc (t T) main() {}\nfunc Main() {}\n", ""},
	} {
		got, ok, err := HookMain([]byte(tt.src))
		want := tt.want
		if want == "" {
			want = tt.src
		}
		if err != nil || string(got) != want || ok != (tt.want != "") {
			t.Errorf("HookMain(%q) = %q, %v, %v, want %q", tt.src, got, ok, err, want)
		}
	}
	if _, _, err := HookMain([]byte("package main\nfunc main( {")); err == nil {
		t.Error("HookMain of a broken file: no error")
	}
}
