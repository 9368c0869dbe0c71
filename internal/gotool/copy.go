package gotool

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// copyModule copies a module out of the module cache and returns where, and how to remove it.
//
// The build cache knows packages by their folder, so the copy lies at the same place every time.
// While another process uses that place, a folder in temp does: slower to build, never shared.
func copyModule(m module, temp string) (string, func() error, error) {
	dir := filepath.Join(os.TempDir(), fmt.Sprintf("cupel-%d-src-%s", os.Getuid(), shortHash(m)))
	unlock, err := lockFile(dir + ".lock")
	if errors.Is(err, errors.ErrUnsupported) || errors.Is(err, errBusy) {
		dir, unlock = filepath.Join(temp, "src"), func() error { return nil }
	} else if err != nil {
		return "", nil, err
	}
	release := func() error { return errors.Join(os.RemoveAll(dir), unlock()) }
	if err := fill(dir, m.Dir); err != nil {
		return "", nil, joinClose(fmt.Errorf("copying module %s: %w", m.Path, err), release())
	}
	return dir, release, nil
}

func shortHash(m module) string {
	sum := sha256.Sum256([]byte(m.Path + "@" + m.Version))
	return fmt.Sprintf("%x", sum[:8])
}

// fill makes dir a writable copy of from. What a killed process left there goes first.
func fill(dir, from string) error {
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	return filepath.WalkDir(from, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, name)
		if err != nil || rel == "." {
			return err
		}
		return copyEntry(filepath.Join(dir, rel), name, d)
	})
}

// copyEntry copies a folder or a file; module zips have nothing else.
func copyEntry(to, from string, d fs.DirEntry) error {
	if d.IsDir() {
		return os.Mkdir(to, 0o755)
	}
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, data, 0o644)
}
