// Package revision exports what a git repository held at a revision, so that it can be built and run
// beside what it holds now; or opens it as a file system, so that it can be read.
//
// Nothing is written into the repository. The tree is checked out with an index, a work tree and a
// folder for new objects of its own, all below the caller's temporary folder; no hook runs. Filters,
// line ends and symbolic links are treated as by git checkout, with the attributes of that revision, and
// export-ignore leaves nothing out. What a partial clone or Git LFS fetches meanwhile lands in the
// temporary folder too.
//
// # Limitations
//
// Submodules are left out, and so is what git does not track: generated code, a go.work that is ignored.
// A [Tree] says in its notes what of that was seen. A workspace or a -modfile that was set with
// `go env -w` is not seen. Git 2.24 is needed, or newer.
//
// Sources: git-read-tree(1), git-rev-parse(1), gitattributes(5), githooks(5), and the Go modules
// reference on replace directives and workspaces.
package revision

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Tree is the files of one commit in a temporary folder.
type Tree struct {
	Dir    string   // corresponds to the folder that was asked for, absolute
	Root   string   // corresponds to the root of the repository, absolute
	Rev    string   // as it was asked for
	Commit string   // full hash
	Short  string   // the same, as short as git prints it
	Notes  []string // how the files differ from what a checkout and its surroundings hold; sentences
}

// Error is a revision that cannot be exported.
type Error struct {
	Text  string
	Hints []string // what to do: lines to type, or words; may be empty
}

// Error returns the text.
func (e *Error) Error() string { return e.Text }

func refuse(hint, format string, args ...any) *Error {
	e := &Error{Text: fmt.Sprintf(format, args...)}
	if hint != "" {
		e.Hints = []string{hint}
	}
	return e
}

// Export writes the tree of rev of the repository around dir into a new folder below temp, which the
// caller removes, also after an error. What is wrong with the revision, the repository or git is an *Error.
func Export(ctx context.Context, dir, rev, temp string, env []string) (*Tree, error) {
	if err := checkName(rev); err != nil {
		return nil, err
	}
	dir, err := filepath.Abs(cmp.Or(dir, "."))
	if err != nil {
		return nil, err
	}
	// Git stands in the real folder, and answers with paths relative to that.
	if dir, err = filepath.EvalSymlinks(dir); err != nil {
		return nil, err
	}
	r, err := discover(ctx, dir, env)
	if err != nil {
		return nil, err
	}
	at, err := r.begin(temp)
	if err != nil {
		return nil, err
	}
	t := &Tree{Root: filepath.Join(at, "tree"), Rev: rev}
	t.Dir = filepath.Join(t.Root, filepath.FromSlash(r.prefix))
	if t.Commit, err = r.resolve(ctx, rev); err != nil {
		return nil, err
	}
	if t.Short, err = r.line(ctx, "rev-parse", "--short", t.Commit); err != nil {
		return nil, err
	}
	if err := r.checkPrefix(ctx, t); err != nil {
		return nil, err
	}
	return t, r.write(ctx, t, dir, env)
}

// write checks the tree out and looks at what came of it.
func (r *repository) write(ctx context.Context, t *Tree, dir string, env []string) error {
	if err := r.checkOut(ctx, t.Commit); err != nil {
		return err
	}
	for _, note := range []func(context.Context, string) (string, error){r.submodules, r.pointers} {
		text, err := note(ctx, t.Root)
		if err != nil {
			return err
		}
		if text != "" {
			t.Notes = append(t.Notes, text)
		}
	}
	return t.checkModules(dir, r.top, env)
}

// checkName refuses what is no name of a single revision before git sees it.
func checkName(rev string) error {
	const hint = "name a commit, a branch or a tag: git:origin/main, git:v1.2.0, git:HEAD~1"
	switch {
	case rev == "":
		return refuse(hint, "the revision is empty")
	case strings.HasPrefix(rev, "-"):
		return refuse(hint, "revision %q begins with a dash, as options do", rev)
	case strings.ContainsAny(rev, "\x00\n\r"):
		return refuse(hint, "revision %q holds a line end or a zero byte", rev)
	case strings.HasPrefix(rev, "^"), strings.Contains(rev, "..") && !strings.Contains(rev, ":"):
		return refuse(hint, "revision %q is a range; one commit is wanted", rev)
	}
	return nil
}

// begin makes the folder of one export and points git to it.
func (r *repository) begin(temp string) (string, error) {
	temp, err := filepath.Abs(temp)
	if err != nil {
		return "", err
	}
	if temp, err = filepath.EvalSymlinks(temp); err != nil {
		return "", err
	}
	if inside(r.top, temp) {
		return "", refuse("set TMPDIR to a folder outside of it: TMPDIR=/tmp",
			"the temporary folder %s lies in the repository %s", temp, r.top)
	}
	at, err := os.MkdirTemp(temp, "revision-")
	if err != nil {
		return "", err
	}
	for _, dir := range []string{"tree", "objects", "lfs"} {
		if err := os.Mkdir(filepath.Join(at, dir), 0o755); err != nil {
			return "", err
		}
	}
	r.git = r.git.private(at, r.gitDir, r.objects)
	return at, nil
}

// inside reports whether path is root or lies below it.
func inside(root, path string) bool {
	rel, err := filepath.Rel(root, path)
	return err == nil && filepath.IsLocal(rel)
}
