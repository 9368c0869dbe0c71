package gotool

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"

	"github.com/cupelgo/cupel/internal/agent"
)

// overlay is the file of the go command's -overlay flag.
type overlay struct {
	Replace map[string]string
}

// writeOverlay writes an overlay that adds the agent's import to the main package in dir, and
// keeps what the user lays over. It returns the name of the overlay.
func writeOverlay(temp, dir, users string) (string, error) {
	o := overlay{Replace: map[string]string{}}
	if users != "" {
		given, err := readOverlay(users)
		if err != nil {
			return "", err
		}
		maps.Copy(o.Replace, given.Replace)
	}
	file := filepath.Join(temp, "main.go")
	if err := os.WriteFile(file, agent.MainFile("main"), 0o644); err != nil {
		return "", err
	}
	name, err := freeName(dir, o.Replace)
	if err != nil {
		return "", err
	}
	o.Replace[name] = file
	data, err := json.Marshal(o)
	if err != nil {
		return "", err
	}
	out := filepath.Join(temp, "overlay.json")
	return out, os.WriteFile(out, data, 0o644)
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
