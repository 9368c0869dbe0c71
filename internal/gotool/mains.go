package gotool

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Mains returns the main packages of the module around dir as targets relative to it. Where the module has
// programs at its root or below cmd, as most have, it is these: others are examples and tools of its own.
func Mains(ctx context.Context, dir string, env, flags []string) ([]string, error) {
	c := newCommand(dir, os.TempDir(), env)
	out, err := c.run(ctx, append(append([]string{"list", "-find", "-f", `{{if eq .Name "main"}}{{.Dir}}{{end}}`}, flags...), "./...")...)
	if err != nil {
		return nil, err
	}
	here, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	if here, err = filepath.EvalSymlinks(here); err != nil {
		return nil, err
	}
	var all, usual []string
	for line := range strings.Lines(string(out)) {
		rel, err := filepath.Rel(here, strings.TrimSpace(line))
		if err != nil || strings.TrimSpace(line) == "" {
			continue
		}
		target := "./" + filepath.ToSlash(rel)
		if rel == "." {
			target = "."
		}
		all = append(all, target)
		if rest, below := strings.CutPrefix(target, "./cmd/"); target == "." || below && !strings.Contains(rest, "/") {
			usual = append(usual, target)
		}
	}
	if len(usual) > 0 {
		all = usual
	}
	slices.Sort(all)
	return all, nil
}
