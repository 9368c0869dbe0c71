package revision

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Files is what a repository held at a commit, as a file system that is read from git's objects: nothing is
// checked out. A file that the work tree holds unchanged is read there, so only what differs is inflated. Names
// are relative to the root of the repository. Symbolic links are listed and not followed; submodules are
// empty folders.
//
// Sources: git-ls-tree(1), git-diff(1), git-ls-files(1), git-cat-file(1).
type Files struct {
	Rev    string // as it was asked for
	Commit string // full hash
	Short  string // the same, as short as git prints it
	Prefix string // the folder that was asked for; "." at the root

	top     string
	folders map[string][]fs.DirEntry // sorted by name
	entries map[string]*object
	blobs   map[string][]byte // by id, of wanted files that the work tree holds otherwise or not at all
}

// object is an entry of a tree.
type object struct {
	path string
	file string // in the work tree
	mode fs.FileMode
	id   string // of a file: that of its blob
	here bool   // the work tree holds the same
	size int64  // of a file that is not here
}

// Open reads which files rev of the repository around dir has, and those of them that differ from the work tree
// and are wanted. Opening another that differs is an error. What is wrong with the revision, the repository or
// git is an *Error.
func Open(ctx context.Context, dir, rev string, want func(name string) bool, env []string) (*Files, error) {
	if err := checkName(rev); err != nil {
		return nil, err
	}
	dir, err := filepath.Abs(cmp.Or(dir, "."))
	if err != nil {
		return nil, err
	}
	r, err := discover(ctx, dir, env)
	if err != nil {
		return nil, err
	}
	f := &Files{Rev: rev, Prefix: cmp.Or(r.prefix, "."), top: r.top, entries: map[string]*object{}, folders: map[string][]fs.DirEntry{".": nil}}
	r.Dir = r.top
	if f.Commit, err = r.resolve(ctx, rev); err != nil {
		return nil, err
	}
	if f.Short, err = r.line(ctx, "rev-parse", "--short", f.Commit); err != nil {
		return nil, err
	}
	if err := r.checkPrefix(ctx, &Tree{Rev: rev, Commit: f.Commit, Short: f.Short}); err != nil {
		return nil, err
	}
	return f, f.read(ctx, r, want)
}

func (f *Files) read(ctx context.Context, r *repository, want func(string) bool) error {
	if err := f.list(ctx, r); err != nil {
		return err
	}
	if err := f.compare(ctx, r); err != nil {
		return err
	}
	return f.inflate(ctx, r, want)
}

// list reads the tree.
func (f *Files) list(ctx context.Context, r *repository) error {
	out, _, err := r.run(ctx, "ls-tree", "-r", "-z", "--full-tree", f.Commit)
	if err != nil {
		return inWords("ls-tree", err)
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(out, "\x00"), "\x00") {
		about, name, ok := strings.Cut(line, "\t")
		fields := strings.Fields(about)
		if !ok || len(fields) != 3 {
			continue // of an empty tree
		}
		file := filepath.Join(f.top, filepath.FromSlash(name))
		f.add(&object{path: name, file: file, mode: modeOf(fields[0]), id: fields[2], here: true})
	}
	for _, entries := range f.folders {
		slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	}
	return nil
}

// modeOf reads a mode of git's.
func modeOf(mode string) fs.FileMode {
	switch mode {
	case "120000":
		return fs.ModeSymlink | 0o777
	case "160000":
		return fs.ModeDir | 0o755 // a submodule
	case "100755":
		return 0o755
	}
	return 0o644
}

// add enters an object, and the folders around it.
func (f *Files) add(o *object) {
	if _, ok := f.entries[o.path]; ok {
		return
	}
	f.entries[o.path] = o
	if o.mode.IsDir() && f.folders[o.path] == nil {
		f.folders[o.path] = []fs.DirEntry{}
	}
	parent := path.Dir(o.path)
	if parent != "." {
		f.add(&object{path: parent, mode: fs.ModeDir | 0o755})
	}
	f.folders[parent] = append(f.folders[parent], o)
}

// compare finds the files that the work tree holds otherwise. Git is not asked to look at what it was told not
// to check out or not to watch: those count as different.
func (f *Files) compare(ctx context.Context, r *repository) error {
	out, _, err := r.run(ctx, "diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--ignore-submodules", f.Commit, "--")
	if err != nil {
		return inWords("diff", err)
	}
	for name := range strings.SplitSeq(out, "\x00") {
		f.differs(name)
	}
	if out, _, err = r.run(ctx, "ls-files", "-v", "-z"); err != nil {
		return inWords("ls-files", err)
	}
	const cached = "H " // neither skipped nor assumed to be unchanged
	for line := range strings.SplitSeq(out, "\x00") {
		if len(line) > len(cached) && !strings.HasPrefix(line, cached) {
			f.differs(line[len(cached):])
		}
	}
	return nil
}

func (f *Files) differs(name string) {
	if o := f.entries[name]; o != nil {
		o.here = false
	}
}

// inflate reads the blobs of the wanted files that differ.
func (f *Files) inflate(ctx context.Context, r *repository, want func(string) bool) error {
	f.blobs = map[string][]byte{}
	var ids strings.Builder
	for _, o := range f.entries {
		if !o.here && o.mode.IsRegular() && want(o.path) {
			f.blobs[o.id] = nil
		}
	}
	for id := range f.blobs {
		fmt.Fprintln(&ids, id)
	}
	if len(f.blobs) == 0 {
		return nil
	}
	g := r.git
	g.Stdin = ids.String()
	out, _, err := g.run(ctx, "cat-file", "--batch")
	if err != nil {
		return inWords("cat-file", err)
	}
	if err := f.cut(out); err != nil {
		return err
	}
	for _, o := range f.entries {
		o.size = int64(len(f.blobs[o.id]))
	}
	return nil
}

// cut takes apart what cat-file printed: a line with id, kind and size, the blob, a line end.
func (f *Files) cut(out string) error {
	for out != "" {
		line, rest, _ := strings.Cut(out, "\n")
		var id, kind string
		var size int
		if _, err := fmt.Sscanf(line, "%s %s %d", &id, &kind, &size); err != nil || size < 0 || size >= len(rest) {
			return refuse("git fsck tells what is missing", "git cat-file says %q of a file at %s (%s)", line, f.Rev, f.Short)
		}
		f.blobs[id] = []byte(rest[:size])
		out = rest[size+1:]
	}
	return nil
}

// Here reports whether the work tree holds the file as the commit does, so that what was read of it there can be
// used again.
func (f *Files) Here(name string) bool {
	o := f.entries[name]
	return o != nil && o.here
}

// ReadDir lists a folder.
func (f *Files) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, ok := f.folders[name]
	if !ok || !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrNotExist}
	}
	return slices.Clone(entries), nil
}

// Open opens a file or folder.
func (f *Files) Open(name string) (fs.File, error) {
	if entries, ok := f.folders[name]; ok && fs.ValidPath(name) {
		return &opened{object: cmp.Or(f.entries[name], &object{path: ".", mode: fs.ModeDir | 0o755}), entries: entries}, nil
	}
	o := f.entries[name]
	if o == nil || !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	if o.here && o.mode.IsRegular() {
		return os.Open(o.file)
	}
	data, ok := f.blobs[o.id]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fmt.Errorf("it was not read from %s", f.Short)}
	}
	return &opened{object: o, Reader: bytes.NewReader(data)}, nil
}

// opened is an open object.
type opened struct {
	*object
	*bytes.Reader
	entries []fs.DirEntry
}

func (o *opened) Stat() (fs.FileInfo, error) { return o.object, nil }
func (o *opened) Close() error               { return nil }

func (o *opened) Read(p []byte) (int, error) {
	if o.Reader == nil {
		return 0, &fs.PathError{Op: "read", Path: o.path, Err: fs.ErrInvalid}
	}
	return o.Reader.Read(p)
}

// ReadDir lists a folder as fs.ReadDirFile does.
func (o *opened) ReadDir(n int) ([]fs.DirEntry, error) {
	if n > 0 && len(o.entries) == 0 {
		return nil, io.EOF
	}
	if n <= 0 || n > len(o.entries) {
		n = len(o.entries)
	}
	some := o.entries[:n:n]
	o.entries = o.entries[n:]
	return some, nil
}

// An object is the entry of its folder, and what is known of it.
func (o *object) Name() string       { return path.Base(o.path) }
func (o *object) IsDir() bool        { return o.mode.IsDir() }
func (o *object) Type() fs.FileMode  { return o.mode.Type() }
func (o *object) Size() int64        { return o.size }
func (o *object) Mode() fs.FileMode  { return o.mode }
func (o *object) ModTime() time.Time { return time.Time{} }
func (o *object) Sys() any           { return nil }

// Info is that of the work tree's file where it is the same.
func (o *object) Info() (fs.FileInfo, error) {
	if o.here && o.mode.IsRegular() {
		return os.Lstat(o.file)
	}
	return o, nil
}
