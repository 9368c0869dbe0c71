package revision

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/cupelgo/cupel/internal/tool"
)

// repository is a repository as seen from a folder in its work tree.
type repository struct {
	git
	top     string // root of the work tree
	prefix  string // the folder below top, with slashes; "" at the root
	gitDir  string // of this work tree
	objects string // folder of the objects that are there
	shallow bool
}

// discover finds the repository around dir as git does, which also refuses what belongs to somebody else.
func discover(ctx context.Context, dir string, env []string) (*repository, error) {
	if info, err := os.Stat(dir); err != nil {
		return nil, err
	} else if !info.IsDir() {
		return nil, refuse("", "%s is no folder", dir)
	}
	r := &repository{git: newGit(dir, env)}
	out, _, err := r.run(ctx, "rev-parse", "--is-inside-work-tree", "--is-bare-repository", "--is-shallow-repository")
	if err != nil {
		return nil, noRepository(dir, err)
	}
	is := strings.Fields(out)
	if len(is) != 3 {
		return nil, refuse("update git to 2.24 or newer", "git rev-parse printed %q", out)
	}
	if is[0] != "true" {
		what := "lies in the folder that git keeps a repository in"
		if is[1] == "true" {
			what = "is a bare repository: none of its folders corresponds to it"
		}
		return nil, refuse("stand in a clone of it: git clone "+quote(dir), "%s %s", dir, what)
	}
	r.shallow = is[2] == "true"
	return r, r.locate(ctx)
}

// locate asks where the parts of the repository lie.
func (r *repository) locate(ctx context.Context) (err error) {
	for _, ask := range []struct {
		to   *string
		args []string
	}{
		{&r.top, []string{"--show-toplevel"}},
		{&r.prefix, []string{"--show-prefix"}},
		{&r.gitDir, []string{"--absolute-git-dir"}},
		{&r.objects, []string{"--git-path", "objects"}},
	} {
		if *ask.to, err = r.line(ctx, append([]string{"rev-parse"}, ask.args...)...); err != nil {
			return err
		}
	}
	if !filepath.IsAbs(r.objects) {
		r.objects = filepath.Join(r.Dir, r.objects)
	}
	r.prefix = strings.TrimSuffix(r.prefix, "/")
	r.top = filepath.FromSlash(r.top)
	return nil
}

func noRepository(dir string, err error) error {
	f := (*tool.Failure)(nil)
	if !errors.As(err, &f) {
		return err
	}
	switch {
	case strings.Contains(f.Stderr, "dubious ownership"), strings.Contains(f.Stderr, "unsafe repository"):
		hint := "git config --global --add safe.directory " + quote(dir)
		for line := range strings.Lines(f.Stderr) {
			if l := strings.TrimSpace(line); strings.HasPrefix(l, "git config ") {
				hint = l
			}
		}
		return refuse(hint, "git does not trust the repository around %s: it belongs to another user", dir)
	case strings.Contains(f.Stderr, "not a git repository"):
		return refuse("name a folder in a clone, or compare two executables", "%s lies in no git repository", dir)
	}
	return refuse("", "the repository around %s: %s", dir, cause(f))
}

// checkPrefix wants the folder in the commit.
func (r *repository) checkPrefix(ctx context.Context, t *Tree) error {
	if r.prefix == "" {
		return nil
	}
	out, _, err := r.run(ctx, "--literal-pathspecs", "ls-tree", "-z", "--full-tree", t.Commit, "--", r.prefix)
	if err != nil {
		return inWords("ls-tree", err)
	}
	fields := strings.Fields(out)
	switch {
	case len(fields) == 0:
		return refuse("git log --oneline -- "+quote(r.prefix)+" tells when it came and went",
			"%s does not exist at %s (%s)", r.prefix, t.Rev, t.Short)
	case fields[1] == "commit":
		return refuse("stand in the submodule and name a revision of it",
			"%s is a submodule at %s (%s)", r.prefix, t.Rev, t.Short)
	case fields[1] != "tree":
		return refuse("", "%s is no folder at %s (%s)", r.prefix, t.Rev, t.Short)
	}
	return nil
}
