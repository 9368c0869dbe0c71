package gotool

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"

	"github.com/cupelgo/cupel/internal/agent"
)

// overlay is the file of the go command's -overlay flag.
type overlay struct {
	Replace map[string]string
}

// writeOverlay writes an overlay that puts the agent into the main package, and keeps what the user
// lays over in the file users, if any. It returns the name of the overlay.
func (t *Target) writeOverlay(users string) (string, error) {
	o := overlay{Replace: map[string]string{}}
	if users != "" {
		given, err := readOverlay(users)
		if err != nil {
			return "", err
		}
		maps.Copy(o.Replace, given.Replace)
	}
	if err := t.hookMain(o); err != nil {
		return "", err
	}
	if err := t.hookGuests(o); err != nil {
		return "", err
	}
	if err := t.addFile(o); err != nil {
		return "", err
	}
	data, err := json.Marshal(o)
	if err != nil {
		return "", err
	}
	out := filepath.Join(t.temp, "overlay.json")
	return out, os.WriteFile(out, data, 0o644)
}

// addFile adds the file that imports the agent.
func (t *Target) addFile(o overlay) error {
	name, err := freeName(t.mainDir, o.Replace)
	if err != nil {
		return err
	}
	o.Replace[name] = filepath.Join(t.temp, "import.go")
	return os.WriteFile(o.Replace[name], agent.MainFile("main"), 0o644)
}

// hookMain replaces the file that declares main by one that defers the agent there. A file that
// does not parse is left to the compiler, which explains it better.
func (t *Target) hookMain(o overlay) error {
	for _, base := range t.mainFiles {
		name := filepath.Join(t.mainDir, base)
		src, err := os.ReadFile(cmp.Or(o.Replace[name], name))
		if err != nil {
			return err
		}
		if src, ok, err := agent.HookMain(src); err == nil && ok {
			o.Replace[name] = filepath.Join(t.temp, "main.go")
			t.addRename(o.Replace[name], t.SourcePath(name))
			return os.WriteFile(o.Replace[name], src, 0o644)
		}
	}
	return nil
}

// hookGuests replaces the files of the farm's standard library through which the program would meet
// the agent at the tracer, if it has them.
func (t *Target) hookGuests(o overlay) error {
	for _, pkg := range agent.GuestPackages() {
		if t.Packages[pkg] == nil {
			continue
		}
		files, err := filepath.Glob(filepath.Join(t.GOROOT, "src", filepath.FromSlash(pkg), "*.go"))
		if err != nil {
			return err
		}
		for _, file := range files {
			if err := t.hookGuest(o, file); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *Target) hookGuest(o overlay, file string) error {
	src, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	src, ok, err := agent.HookGuest(src)
	if err != nil || !ok {
		return err
	}
	rel, err := filepath.Rel(t.GOROOT, file)
	if err != nil {
		return err
	}
	copied := filepath.Join(t.temp, strings.ReplaceAll(rel, string(filepath.Separator), "-"))
	o.Replace[filepath.Join(t.temp, "goroot", rel)] = copied
	t.addRename(copied, file)
	return os.WriteFile(copied, src, 0o644)
}

func readOverlay(file string) (overlay, error) {
	var o overlay
	data, err := os.ReadFile(file)
	if err != nil {
		return o, fmt.Errorf("reading overlay: %w", err)
	}
	if err := json.Unmarshal(data, &o); err != nil {
		return o, fmt.Errorf("reading overlay %s: %w", file, err)
	}
	return o, nil
}

// freeName returns the name of a Go file that neither dir nor an overlay has.
func freeName(dir string, taken map[string]string) (string, error) {
	for i := 0; ; i++ {
		name := filepath.Join(dir, fmt.Sprintf("zz_cupel%d.go", i))
		_, err := os.Lstat(name)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
		if _, ok := taken[name]; err != nil && !ok {
			return name, nil
		}
	}
}
