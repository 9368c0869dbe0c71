package startup

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"

	"github.com/cupelgo/cupel/internal/gotrace"
)

// redactTrace returns what a string of the trace may be stored as. Only what the program itself put
// there by package runtime/trace can hold a secret: names of functions and files, on which analysis
// depends, stay.
func (m *measurement) redactTrace() (func(string) string, error) {
	same := func(s string) string { return s }
	if m.target.Packages["runtime/trace"] == nil {
		return same, nil
	}
	f, err := os.Open(filepath.Join(m.draft.Dir(), fileTrace))
	if err != nil {
		return same, err
	}
	defer f.Close()
	found, err := gotrace.Annotations(f)
	h := m.hider()
	return func(s string) string {
		if found[s] {
			return h.Text(s)
		}
		return s
	}, err
}

// blotTrace overwrites the secrets in a trace that cannot be read to its end, wherever they are: the
// sizes in it stay right.
func (m *measurement) blotTrace() error {
	if m.target.Packages["runtime/trace"] == nil {
		return nil
	}
	path := filepath.Join(m.draft.Dir(), fileTrace)
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	for _, s := range m.hider().Known() {
		data = bytes.ReplaceAll(data, []byte(s), []byte(strings.Repeat("x", len(s))))
	}
	return os.WriteFile(path, data, 0o644)
}
