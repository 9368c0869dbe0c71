package revision

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestModules(t *testing.T) {
	const required = "module example.com/a\ngo 1.26\nrequire example.com/b v1.0.0\n"
	for _, tt := range []struct {
		name  string
		files map[string]string
		later map[string]string // in the work tree only
		dir   string
		env   []string
		note  string
		text  string
	}{
		{name: "plain", files: map[string]string{"go.mod": required}},
		{name: "inside", files: map[string]string{"go.mod": required + "replace example.com/b => ./b\n"}},
		{name: "inside, from below", dir: "svc", files: map[string]string{"svc/go.mod": required + "replace example.com/b => ../b\n"}},
		{name: "outside", files: map[string]string{"go.mod": required + "replace example.com/b => ../b\n"},
			text: "go.mod at HEAD replaces example.com/b with ../b: outside of the repository"},
		{name: "outside, from below", dir: "svc/cmd", files: map[string]string{
			"svc/go.mod": required + "replace example.com/b v1.0.0 => ../../b\n", "svc/cmd/m.go": "package main\n"},
			text: "svc/go.mod at HEAD replaces example.com/b with ../../b"},
		{name: "another version", files: map[string]string{"go.mod": required + "replace example.com/b => example.com/c v1.0.0\n"}},
		{name: "vendored", files: map[string]string{
			"go.mod": required + "replace example.com/b => ../b\n", "vendor/modules.txt": "# example.com/b\n"}},
		{name: "not required", files: map[string]string{"go.mod": "module example.com/a\nreplace example.com/b => ../b\n"},
			note: "go.mod replaces example.com/b with ../b, outside of the repository; it does not require it"},
		{name: "absolute", files: map[string]string{"go.mod": required + "replace example.com/b => /srv/b\n"},
			note: "go.mod replaces example.com/b with /srv/b: it is built as it is now, not as it was at HEAD"},
		{name: "not to be read", files: map[string]string{"go.mod": "modul example.com/a\n"},
			note: "whether the build takes source from outside could not be told: go.mod:1: unknown directive: modul"},
		{name: "mended since", files: map[string]string{"go.mod": required + "replace example.com/b => ../b\n"},
			later: map[string]string{"go.mod": required}, text: "outside of the repository"},
		{name: "workspace", dir: "svc", files: map[string]string{
			"go.work": "go 1.26\nuse (\n\t./svc\n\t./missing\n)\nreplace example.com/b => ./b\n", "svc/go.mod": required}},
		{name: "workspace uses outside", files: map[string]string{"go.work": "go 1.26\nuse ../other\n"},
			text: "go.work at HEAD uses ../other: outside of the repository"},
		{name: "workspace replaces outside", dir: "svc", files: map[string]string{
			"go.work": "go 1.26\nuse ./svc\nreplace example.com/b => ../b\n", "svc/go.mod": required},
			text: "go.work at HEAD replaces example.com/b with ../b"},
		{name: "module of a workspace replaces outside", dir: "svc", files: map[string]string{
			"go.work": "go 1.26\nuse (\n\t./svc\n\t./lib\n)\n", "svc/go.mod": required,
			"lib/go.mod": "module example.com/lib\nreplace example.com/b => ../../b\n"},
			text: "lib/go.mod at HEAD replaces example.com/b with ../../b"},
		{name: "workspace off", env: []string{"GOWORK=off"}, files: map[string]string{
			"go.work": "go 1.26\nuse ../other\n", "go.mod": required}},
		{name: "workspace of the environment", env: []string{"GOWORK=/srv/go.work"}, files: map[string]string{"go.mod": required},
			text: "GOWORK=/srv/go.work would be the workspace of the copy of HEAD too"},
		{name: "workspace that is not committed", dir: "svc", files: map[string]string{"svc/go.mod": required},
			later: map[string]string{"go.work": "go 1.26\nuse ./svc\n"},
			note:  "go.work is not in HEAD: the copy is built without that workspace"},
		{name: "workspace around the repository", files: map[string]string{"go.mod": required},
			later: map[string]string{"../go.work": "go 1.26\nuse ./r\n"},
			note:  "go.work lies outside of the repository: the copy is built without that workspace"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := &repo{t: t, env: testEnv(t), dir: filepath.Join(folder(t), "r")}
			r.write(".gitkeep", "")
			r.git("init", "--quiet")
			r.commit("one", tt.files)
			for name, text := range tt.later {
				r.write(name, text)
			}
			tree, err := r.export(filepath.Join(r.dir, tt.dir), "HEAD", tt.env...)
			if tt.text != "" {
				wantError(t, err, tt.text, "")
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if notes := strings.Join(tree.Notes, "\n"); !strings.Contains(notes, tt.note) || (notes == "") != (tt.note == "") {
				t.Errorf("notes = %q, want %q", notes, tt.note)
			}
		})
	}
}
