package bench

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/internal/manifest"
)

// builtIn are the experiments: one folder each, which lists them.
//
//go:embed all:_experiments
var builtIn embed.FS

const experimentsFolder = "_experiments"

// Catalogue are the names of the built-in experiments.
func Catalogue() []string {
	entries, err := fs.ReadDir(builtIn, experimentsFolder)
	if err != nil {
		panic(err) // it is embedded
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// ErrNoExperiment says that a name is not of the catalogue and no folder.
var ErrNoExperiment = errors.New("no such experiment")

// A folder is that of an experiment.
type folder struct {
	name  string // built-in, or the last element of its path
	path  string // where it lies; "" of a built-in one
	files fs.FS
}

// openFolder finds an experiment: a folder with experiment.yaml, or a name of the catalogue.
func openFolder(dir, name string) (*folder, error) {
	path := name
	if !filepath.IsAbs(path) {
		path = filepath.Join(dir, path)
	}
	isPath := strings.ContainsAny(name, `/\`) || strings.HasPrefix(name, ".")
	if isPath {
		if _, err := os.Stat(filepath.Join(path, specFile)); err != nil {
			return nil, fmt.Errorf("%s: %w: %v", name, ErrNoExperiment, err)
		}
		abs, err := filepath.Abs(path)
		if err != nil {
			return nil, err
		}
		return &folder{filepath.Base(abs), abs, os.DirFS(abs)}, nil
	}
	all := Catalogue()
	if !slices.Contains(all, name) {
		text := "they are " + strings.Join(all, ", ") + "; a folder of your own is ./" + name
		if near := manifest.Nearest(name, all); near != "" {
			text = "did you mean " + near + "? " + text
		}
		return nil, fmt.Errorf("%s: %w; %s", name, ErrNoExperiment, text)
	}
	files, err := fs.Sub(builtIn, experimentsFolder+"/"+name)
	if err != nil {
		return nil, err
	}
	return &folder{name: name, files: files}, nil
}

// embedded is the end of the names of files that cannot be embedded under their own: those of a module.
const embeddedEnd = ".txt"

// realName is the name of a file once it is out of the binary.
func realName(name string) string {
	if short := strings.TrimSuffix(name, embeddedEnd); short == "go.mod" || short == "go.sum" || strings.HasSuffix(short, "/go.mod") || strings.HasSuffix(short, "/go.sum") {
		return short
	}
	return name
}

// renamed reports whether a file of a module has the name under which it can be embedded, as in a copy of a built-in one.
func (f *folder) renamed() bool {
	found := false
	fs.WalkDir(f.files, ".", func(name string, _ fs.DirEntry, err error) error {
		found = found || err == nil && realName(name) != name
		return nil
	})
	return found
}

// place puts the files where they can be built and returns the folder, which is the user's own where nothing is to be
// changed.
func (f *folder) place(to string) (string, error) {
	if f.path != "" && !f.renamed() {
		return f.path, nil
	}
	err := fs.WalkDir(f.files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(f.files, name)
		if err != nil {
			return err
		}
		path := filepath.Join(to, filepath.FromSlash(realName(name)))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		return os.WriteFile(path, data, 0o644)
	})
	return to, err
}

// longestSource is how much of a file is kept with a record.
const longestSource = 256 << 10

// sources are the files of the experiment as one text, and their hash. Files that are no text or large are only hashed.
func (f *folder) sources() (text []byte, sum string, err error) {
	hash := sha256.New()
	err = fs.WalkDir(f.files, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && strings.HasPrefix(d.Name(), ".") && name != ".":
			return fs.SkipDir
		case !d.Type().IsRegular():
			return nil
		}
		data, err := fs.ReadFile(f.files, name)
		if err != nil {
			return err
		}
		fmt.Fprintf(hash, "%s %d\n", name, len(data))
		hash.Write(data)
		if len(data) <= longestSource && !slices.Contains(data, 0) {
			text = fmt.Appendf(text, "-- %s --\n%s", name, data)
			if len(data) > 0 && data[len(data)-1] != '\n' {
				text = append(text, '\n')
			}
		}
		return nil
	})
	return text, hex.EncodeToString(hash.Sum(nil)), err
}
