package gotool

import (
	"os"
	"path/filepath"

	"github.com/cupelgo/cupel/internal/agent"
)

// farm makes a GOROOT in dir that is the real one plus the agent: symbolic links to all of it, a
// real src of symbolic links, and the agent's packages therein. It takes a few milliseconds.
func farm(dir, goroot, goVersion string) error {
	src := filepath.Join(dir, "src")
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	if err := os.MkdirAll(src, 0o755); err != nil {
		return err
	}
	if err := linkEntries(dir, goroot, "src"); err != nil {
		return err
	}
	if err := linkEntries(src, filepath.Join(goroot, "src"), ""); err != nil {
		return err
	}
	return agent.Install(src, goVersion)
}

// linkEntries makes a link in dir to each entry of from except one.
func linkEntries(dir, from, except string) error {
	entries, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.Name() == except {
			continue
		}
		if err := os.Symlink(filepath.Join(from, e.Name()), filepath.Join(dir, e.Name())); err != nil {
			return err
		}
	}
	return nil
}
