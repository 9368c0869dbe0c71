package startup

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// What the target is: the Mode of Options.
const (
	ModeAuto   = "auto"   // an executable if it names a file, else a package
	ModeSource = "source" // a package
	ModeBinary = "binary" // an executable; if there is no such file, that of this name on PATH
)

// How an executable is looked into: the Observe of Options.
const (
	ObserveAuto   = "auto"   // by eBPF where that is allowed, else by ptrace
	ObserveBPF    = "bpf"    // by uprobes of eBPF
	ObservePtrace = "ptrace" // by breakpoints
)

// executable returns the path of the executable that o.Target names, "" if it names a package. A file
// of Go source is a wrong name of a package, and gets the error of one.
func (o *Options) executable() string {
	path := o.Target
	if !filepath.IsAbs(path) {
		path = filepath.Join(o.Dir, path)
	}
	switch o.Mode {
	case ModeSource:
		return ""
	case ModeBinary:
		return o.onPath(path)
	}
	info, err := os.Stat(path)
	named := err == nil && !info.IsDir() || errors.Is(err, fs.ErrPermission)
	if !named || strings.HasSuffix(o.Target, ".go") {
		return ""
	}
	return path
}

// missing reports whether o.Target can only be a folder or a file, and is neither.
func (o *Options) missing() bool {
	path := o.Target
	switch {
	case filepath.IsAbs(path):
	case strings.HasPrefix(path, "./") || strings.HasPrefix(path, "../"):
		path = filepath.Join(o.Dir, path)
	default:
		return false
	}
	_, err := os.Stat(path)
	return o.Mode != ModeSource && errors.Is(err, fs.ErrNotExist) && !strings.Contains(path, "@") &&
		!strings.Contains(path, "...")
}

// onPath returns path if there is such a file, else that of an executable with this name as a shell
// finds it, or path if there is none.
func (o *Options) onPath(path string) string {
	if _, err := os.Stat(path); err == nil || strings.ContainsRune(o.Target, filepath.Separator) {
		return path
	}
	for _, kv := range slices.Backward(o.Env) {
		dirs, ok := cutKey(kv, "PATH")
		if !ok {
			continue
		}
		for _, dir := range filepath.SplitList(dirs) {
			at := filepath.Join(dir, o.Target)
			if info, err := os.Stat(at); err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0 {
				return at
			}
		}
		break
	}
	return path
}
