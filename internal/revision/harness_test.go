package revision

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// repo is a repository made for a test, or a clone of one.
type repo struct {
	t   *testing.T
	dir string
	env []string
}

// testEnv is an environment in which nothing but the test configures git.
func testEnv(t *testing.T) []string {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skipf("git is not installed: %v", err)
	}
	home := t.TempDir()
	config := "[user]\nname = Tester\nemail = tester@example.com\n" +
		"[init]\ndefaultBranch = main\n[protocol \"file\"]\nallow = always\n"
	if err := os.WriteFile(filepath.Join(home, ".gitconfig"), []byte(config), 0o644); err != nil {
		t.Fatal(err)
	}
	return []string{"PATH=" + os.Getenv("PATH"), "HOME=" + home, "GIT_CONFIG_NOSYSTEM=1", "LC_ALL=C",
		"GIT_COMMITTER_DATE=2026-01-02T03:04:05Z", "GIT_AUTHOR_DATE=2026-01-02T03:04:05Z"}
}

// folder returns a temporary folder under the name that git gives it.
func folder(t *testing.T) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func newRepo(t *testing.T) *repo {
	t.Helper()
	r := &repo{t: t, env: testEnv(t), dir: folder(t)}
	r.git("init", "--quiet")
	return r
}

// git runs git in the repository and returns what it prints.
func (r *repo) git(args ...string) string {
	r.t.Helper()
	return r.shell("git", args...)
}

func (r *repo) shell(name string, args ...string) string {
	r.t.Helper()
	cmd := exec.CommandContext(r.t.Context(), name, args...)
	cmd.Dir, cmd.Env = r.dir, r.env
	out, err := cmd.CombinedOutput()
	if err != nil {
		r.t.Fatalf("%s %q: %v\n%s", name, args, err, out)
	}
	return strings.TrimSpace(string(out))
}

func (r *repo) write(name, text string) {
	r.t.Helper()
	name = filepath.Join(r.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		r.t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		r.t.Fatal(err)
	}
}

// commit writes files, adds all there is and returns the commit.
func (r *repo) commit(message string, files map[string]string) string {
	r.t.Helper()
	for name, text := range files {
		r.write(name, text)
	}
	r.git("add", "--all")
	r.git("commit", "--quiet", "--allow-empty", "-m", message)
	return r.git("rev-parse", "HEAD")
}

// clone returns a clone over the protocol, as CI systems make it.
func (r *repo) clone(args ...string) *repo {
	r.t.Helper()
	c := &repo{t: r.t, env: r.env, dir: filepath.Join(folder(r.t), "clone")}
	args = append([]string{"clone", "--quiet"}, args...)
	r.git(append(args, "file://"+r.dir, c.dir)...)
	return c
}

// export exports a revision, and wants the repository and all around it as they were.
func (r *repo) export(dir, rev string, env ...string) (*Tree, error) {
	r.t.Helper()
	before := fingerprint(r.t, r.dir)
	tree, err := Export(r.t.Context(), dir, rev, r.t.TempDir(), append(r.env[:len(r.env):len(r.env)], env...))
	if diff := cmp.Diff(before, fingerprint(r.t, r.dir)); diff != "" {
		r.t.Errorf("Export(%q) changed the repository (-before +after):\n%s", rev, diff)
	}
	return tree, err
}

func (r *repo) mustExport(dir, rev string, env ...string) *Tree {
	r.t.Helper()
	tree, err := r.export(dir, rev, env...)
	if err != nil {
		r.t.Fatalf("Export(%q): %v %q", rev, err, hintsOf(err))
	}
	return tree
}

// fingerprint has mode, time and content of everything below dir, .git included.
func fingerprint(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		var content []byte
		switch {
		case info.Mode().IsRegular():
			content, err = os.ReadFile(name)
		case info.Mode()&fs.ModeSymlink != 0:
			var to string
			to, err = os.Readlink(name)
			content = []byte(to)
		}
		all[name] = fmt.Sprintf("%v %v %x", info.Mode(), info.ModTime().UnixNano(), sha256.Sum256(content))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// files has the content of all files below dir, "exec " before it and "-> " before a link's.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		if d.Type()&fs.ModeSymlink != 0 {
			to, err := os.Readlink(name)
			all[rel] = "-> " + to
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		data, err := os.ReadFile(name)
		all[rel] = string(data)
		if info.Mode()&0o100 != 0 {
			all[rel] = "exec " + all[rel]
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func hintsOf(err error) []string {
	if e := (*Error)(nil); errors.As(err, &e) {
		return e.Hints
	}
	return nil
}

// wantError wants an *Error with a text and a hint that hold these.
func wantError(t *testing.T, err error, text, hint string) {
	t.Helper()
	if e := (*Error)(nil); !errors.As(err, &e) {
		t.Fatalf("error = %v (%T), want an *Error that says %q", err, err, text)
	}
	if !strings.Contains(err.Error(), text) || strings.Contains(err.Error(), "\n") {
		t.Errorf("error = %q, want a line with %q", err, text)
	}
	if hints := strings.Join(hintsOf(err), "\n"); !strings.Contains(hints, hint) {
		t.Errorf("hints = %q, want %q", hints, hint)
	}
}
