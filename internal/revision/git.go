package revision

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/cupelgo/cupel/internal/tool"
)

// settings are put before every command. They keep git from running hooks, from leaving a daemon behind,
// and from writing beside the index: a split index has its shared half in the repository.
var settings = []string{
	"--no-pager",
	"-c", "core.hooksPath=" + os.DevNull,
	"-c", "core.fsmonitor=false",
	"-c", "core.splitIndex=false",
	"-c", "core.untrackedCache=false",
	"-c", "core.sparseCheckout=false",
	"-c", "core.warnAmbiguousRefs=true",
	"-c", "core.disambiguate=commit",
	"-c", "submodule.recurse=false",
	"-c", "advice.detachedHead=false",
	"-c", "gc.auto=0",
	"-c", "maintenance.auto=false",
}

// foreign are variables that direct git to another repository, index or attributes. Hooks set some of
// them. What configures git by the environment
// (GIT_CONFIG_COUNT and the like) stays: it is the user's.
var foreign = []string{
	"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_INDEX_VERSION", "GIT_COMMON_DIR", "GIT_CONFIG", "GIT_PREFIX", "GIT_NAMESPACE",
	"GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_QUARANTINE_PATH",
	"GIT_IMPLICIT_WORK_TREE", "GIT_INTERNAL_SUPER_PREFIX", "GIT_GRAFT_FILE", "GIT_SHALLOW_FILE",
	"GIT_REPLACE_REF_BASE", "GIT_NO_REPLACE_OBJECTS", "GIT_ATTR_SOURCE", "GIT_REFLOG_ACTION",
	"GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS", "GIT_LITERAL_PATHSPECS",
}

// git runs git in a folder.
type git struct{ tool.Command }

func newGit(dir string, env []string) git {
	env = slices.DeleteFunc(slices.Clone(env), func(kv string) bool {
		k, _, _ := strings.Cut(kv, "=")
		return slices.Contains(foreign, k)
	})
	// The answers are read: they must be English.
	env = append(tool.Unattended(env), "LC_ALL=C", "LANGUAGE=C", "GIT_OPTIONAL_LOCKS=0")
	return git{tool.Command{Name: "git", Says: "git", Dir: dir, Env: env}}
}

// private returns g working in the folder tree of at, with whatever it writes going below at.
func (g git) private(at, gitDir, objects string) git {
	g.Dir = filepath.Join(at, "tree")
	g.Env = append(slices.Clone(g.Env),
		"GIT_DIR="+gitDir,
		"GIT_WORK_TREE="+g.Dir,
		"GIT_INDEX_FILE="+filepath.Join(at, "index"),
		"GIT_OBJECT_DIRECTORY="+filepath.Join(at, "objects"),
		"GIT_ALTERNATE_OBJECT_DIRECTORIES="+listed(objects),
	)
	return g
}

// listed quotes a folder as an entry of a list of folders, where it needs it.
func listed(dir string) string {
	if strings.ContainsRune(dir, os.PathListSeparator) || strings.HasPrefix(dir, `"`) {
		return strconv.Quote(dir)
	}
	return dir
}

// run returns what git printed and what it warned of. What git refuses is a *tool.Failure.
func (g git) run(ctx context.Context, args ...string) (stdout, stderr string, err error) {
	out, stderr, err := g.Run(ctx, slices.Concat(settings, args)...)
	if errors.Is(err, exec.ErrNotFound) {
		return "", "", refuse("install git, or put its folder into PATH", "%v", err)
	}
	return string(out), stderr, err
}

// line returns what git printed, without the last line end. A refusal is an *Error in git's words.
func (g git) line(ctx context.Context, args ...string) (string, error) {
	out, _, err := g.run(ctx, args...)
	if err != nil {
		return "", inWords(args[0], err)
	}
	return strings.TrimSuffix(out, "\n"), nil
}

// inWords turns a refusal of git that nothing better is known about into an *Error.
func inWords(command string, err error) error {
	if f := (*tool.Failure)(nil); errors.As(err, &f) {
		return refuse("", "git %s: %s", command, cause(f))
	}
	return err
}

// cause returns the line of git that says why it ended: the first fatal one, else the first error.
func cause(f *tool.Failure) string {
	for _, sign := range []string{"fatal: ", "error: "} {
		for line := range strings.Lines(f.Stderr) {
			if text, ok := strings.CutPrefix(line, sign); ok {
				return strings.TrimSpace(text)
			}
		}
	}
	return f.Error()
}
