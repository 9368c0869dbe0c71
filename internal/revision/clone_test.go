package revision

import (
	"slices"
	"strings"
	"testing"
)

func TestFetchLine(t *testing.T) {
	all := map[string][]string{"origin": {"+refs/heads/*:refs/remotes/origin/*"}, "up": {"+refs/heads/*:refs/remotes/up/*"}}
	one := map[string][]string{"origin": {"+refs/heads/main:refs/remotes/origin/main"}}
	hash := strings.Repeat("a1", 20)
	for _, tt := range []struct {
		name, rev string
		c         clone
		want      string
	}{
		{"branch", "origin/main", clone{true, []string{"origin"}, all}, "git fetch --depth=1 origin main"},
		{"of another remote", "up/main", clone{true, []string{"origin", "up"}, all}, "git fetch --depth=1 up main"},
		{"not kept", "origin/x", clone{true, []string{"origin"}, one},
			"git fetch --depth=1 origin +refs/heads/x:refs/remotes/origin/x"},
		{"full name", "refs/remotes/origin/main", clone{true, []string{"origin"}, all}, "git fetch --depth=1 origin main"},
		{"history", "origin/main~2", clone{true, []string{"origin"}, all}, "git fetch --unshallow origin main"},
		{"history of HEAD", "HEAD^", clone{true, []string{"up", "origin"}, all}, "git fetch --unshallow origin"},
		{"tag", "v1.2.0", clone{true, []string{"origin"}, all}, "git fetch --depth=1 origin tag v1.2.0"},
		{"tag of a submodule", "api/v1.2.0-rc.1", clone{true, []string{"origin"}, all}, "git fetch --depth=1 origin tag api/v1.2.0-rc.1"},
		{"tag by its full name", "refs/tags/stable", clone{true, []string{"origin"}, all}, "git fetch --depth=1 origin tag stable"},
		{"hash", hash, clone{true, []string{"origin"}, all}, "git fetch --depth=1 origin " + hash},
		{"short hash", "a1a1a1a", clone{true, []string{"origin"}, all}, "git fetch --unshallow origin"},
		{"bare name", "release", clone{true, []string{"up"}, all}, "git fetch --depth=1 up refs/heads/release:refs/heads/release"},
		{"whole clone", "origin/main", clone{false, []string{"origin"}, all}, "git fetch origin main"},
		{"quoted", "origin/a'b$c", clone{false, []string{"origin"}, all}, `git fetch origin 'a'\''b$c'`},
		{"no remote", "main", clone{}, ""},
		{"no name", ":/text", clone{true, []string{"origin"}, all}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.c.fetchLine(tt.rev); got != tt.want {
				t.Errorf("fetchLine(%q) = %q, want %q", tt.rev, got, tt.want)
			}
		})
	}
}

// TestShallow types the line that the error gives, and wants the revision then.
func TestShallow(t *testing.T) {
	r := newRepo(t)
	one := r.commit("one", map[string]string{"a": "1"})
	r.git("tag", "v1.0.0")
	r.git("branch", "stable", one)
	two := r.commit("two", map[string]string{"a": "2"})
	r.git("checkout", "--quiet", "-b", "feature")
	three := r.commit("three", map[string]string{"a": "3"})
	for _, tt := range []struct {
		name, rev, want, line string
		args                  []string
	}{
		{"all branches", "origin/main", two, "git fetch --depth=1 origin main", nil},
		{"one branch", "origin/main", two, "git fetch --depth=1 origin +refs/heads/main:refs/remotes/origin/main", []string{"--single-branch"}},
		{"history", "HEAD~1", two, "git fetch --unshallow origin", nil},
		{"history of a branch", "origin/main~1", one, "git fetch --unshallow origin main", nil},
		{"tag", "v1.0.0", one, "git fetch --depth=1 origin tag v1.0.0", nil},
		{"hash", one, one, "git fetch --depth=1 origin " + one, nil},
		{"short hash", one[:9], one, "git fetch --unshallow origin", nil},
		{"local name", "stable", one, "git fetch --depth=1 origin refs/heads/stable:refs/heads/stable", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := (&repo{t, r.dir, r.env}).clone("--depth=1", "--single-branch")
			if !slices.Contains(tt.args, "--single-branch") { // as actions/checkout sets it
				c.git("config", "remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*")
			}
			if tree := c.mustExport(c.dir, "HEAD"); tree.Commit != three {
				t.Errorf("HEAD = %s, want %s", tree.Commit, three)
			}
			_, err := c.export(c.dir, tt.rev)
			wantError(t, err, "which is a shallow clone", "fetch-depth: 0")
			if line := hintsOf(err)[0]; line != tt.line {
				t.Errorf("line = %q, want %q", line, tt.line)
			}
			c.shell("sh", "-c", hintsOf(err)[0])
			if tree := c.mustExport(c.dir, tt.rev); tree.Commit != tt.want {
				t.Errorf("%s = %s, want %s", tt.rev, tree.Commit, tt.want)
			}
		})
	}
}

// TestPartial wants what a clone has left out, fetched, and the clone as it was.
func TestPartial(t *testing.T) {
	r := newRepo(t)
	r.git("config", "uploadpack.allowFilter", "true")
	r.commit("one", map[string]string{"a": "old", "dir/b": "old too"})
	r.commit("two", map[string]string{"a": "new", "dir/b": "new too"})
	for _, filter := range []string{"blob:none", "tree:0"} {
		t.Run(filter, func(t *testing.T) {
			c := (&repo{t, r.dir, r.env}).clone("--filter=" + filter)
			tree := c.mustExport(c.dir, "HEAD~1")
			if got := files(t, tree.Root); got["a"] != "old" || len(got) != 2 {
				t.Errorf("files = %q", got)
			}
			c.git("remote", "set-url", "origin", "file:///nowhere")
			_, err := c.export(c.dir, "HEAD~1")
			wantError(t, err, "'/nowhere' does not appear to be a git repository", "the clone is a partial one")
		})
	}
}
