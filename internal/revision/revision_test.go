package revision

import (
	"crypto/sha1"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestExport wants the files of the commit, as git checkout would write them, and nothing of what lies
// in the work tree now.
func TestExport(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has neither these names nor the x bit")
	}
	r := newRepo(t)
	want := map[string]string{
		"go.mod":         "module example.com/a\n",
		"cmd/api/api.go": "package main\n",
		".gitattributes": "secret.go export-ignore\n*.win text eol=crlf\n",
		"secret.go":      "package a // $Format:%H$\n",
		"a.win":          "one\ntwo\n",
		"-dash":          "1", ":colon": "2", "new\nline": "3", `quo"te`: "4", "ümläut": "5", "sp ace": "6",
	}
	for name, text := range want {
		r.write(name, text)
	}
	r.write("run.sh", "#!/bin/sh\n")
	if err := os.Chmod(filepath.Join(r.dir, "run.sh"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, to := range map[string]string{"link": "cmd/api", "dangling": "../nowhere"} {
		if err := os.Symlink(to, filepath.Join(r.dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	first := r.commit("first", nil)
	want["a.win"], want["run.sh"] = "one\r\ntwo\r\n", "exec #!/bin/sh\n"
	want["link"], want["dangling"] = "-> cmd/api", "-> ../nowhere"
	r.commit("second", map[string]string{"later.go": "package a\n", ".gitattributes": "*.win -text\n"})
	r.write("untracked.go", "package a\n")
	r.write("secret.go", "changed")
	r.write("go.mod", "staged")
	r.git("add", "go.mod")

	tree := r.mustExport(filepath.Join(r.dir, "cmd", "api"), "HEAD~1")
	if diff := cmp.Diff(want, files(t, tree.Root)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	if tree.Commit != first || !strings.HasPrefix(first, tree.Short) || len(tree.Short) < 4 {
		t.Errorf("commit = %s, %s, want %s", tree.Commit, tree.Short, first)
	}
	if tree.Dir != filepath.Join(tree.Root, "cmd", "api") || len(tree.Notes) != 0 {
		t.Errorf("dir = %s in %s, notes = %q", tree.Dir, tree.Root, tree.Notes)
	}
}

func TestNames(t *testing.T) {
	r := newRepo(t)
	one := r.commit("the first one", map[string]string{"a": "1"})
	r.git("tag", "-a", "v1.0.0", "-m", "annotated")
	r.git("tag", "-a", "outer", "-m", "of a tag", "v1.0.0")
	two := r.commit("the second one", map[string]string{"a": "2"})
	r.git("branch", "feature/x", one)
	r.git("update-ref", "refs/remotes/origin/main", one)
	for rev, want := range map[string]string{
		"HEAD": two, "@": two, "HEAD~1": one, "HEAD^": one, "main": two, "main@{1}": one, "feature/x": one, "v1.0.0": one,
		"outer": one, "refs/tags/v1.0.0": one, "origin/main": one, one: one, one[:8]: one, "HEAD^{commit}": two,
		":/the first": one, "v1.0.0^{}": one,
	} {
		t.Run(rev, func(t *testing.T) {
			r := &repo{t, r.dir, r.env}
			tree := r.mustExport(r.dir, rev)
			if tree.Commit != want || tree.Rev != rev {
				t.Errorf("Export(%q) = %s, want %s", rev, tree.Commit, want)
			}
		})
	}
}

func TestBadRevisions(t *testing.T) {
	r := newRepo(t)
	r.commit("one", map[string]string{"a": "1", "dir/b": "2"})
	r.git("tag", "both")
	r.commit("two", map[string]string{"cmd/api/main.go": "package main\n"})
	r.git("branch", "both")
	r.git("tag", "tree", "HEAD^{tree}")
	r.git("tag", "-a", "blob", "-m", "of a file", "HEAD:a")
	r.git("config", "core.warnAmbiguousRefs", "false")
	for _, tt := range []struct{ rev, dir, text, hint string }{
		{"", ".", "the revision is empty", "git:origin/main"},
		{"--upload-pack=touch x", ".", "begins with a dash", "name a commit"},
		{"-x", ".", "begins with a dash", "name a commit"},
		{"a\nb", ".", "holds a line end", "name a commit"},
		{"HEAD~1..HEAD", ".", "is a range", "name a commit"},
		{"^HEAD", ".", "is a range", "name a commit"},
		{"nowhere", ".", "no revision nowhere in " + r.dir, "git for-each-ref"},
		{"$(touch x)", ".", "no revision '$(touch x)' in", "git for-each-ref"},
		{strings.Repeat("0", 39) + "1", ".", "no revision 000", "git for-each-ref"},
		{"both", ".", `revision "both" is ambiguous`, "name one of them: refs/heads/both, refs/tags/both"},
		{"HEAD^{tree}", ".", "is a tree (a folder), not a commit", "name a commit"},
		{"HEAD:dir", ".", "is a tree (a folder), not a commit", "name a commit"},
		{"tree", ".", "is a tree (a folder), not a commit", "name a commit"},
		{"blob", ".", "is a blob (a file), not a commit", "name a commit"},
		{"HEAD:a", ".", "is a blob (a file), not a commit", "name a commit"},
		{"tree^{commit}", ".", "names no commit", "name a commit"},
		{"HEAD~1", "cmd/api", "cmd/api does not exist at HEAD~1 (", "git log --oneline -- cmd/api"},
	} {
		t.Run(tt.rev+" "+tt.dir, func(t *testing.T) {
			r := &repo{t, r.dir, r.env}
			_, err := r.export(filepath.Join(r.dir, tt.dir), tt.rev)
			wantError(t, err, tt.text, tt.hint)
		})
	}
}

// TestAmbiguousDigits makes commits until two begin alike.
func TestAmbiguousDigits(t *testing.T) {
	r := newRepo(t)
	r.commit("one", nil)
	tree, seen := r.git("rev-parse", "HEAD^{tree}"), map[string]bool{}
	for i := range 5000 {
		hash := r.git("commit-tree", "-m", strings.Repeat("x", i+1), tree)
		if seen[hash[:4]] {
			_, err := r.export(r.dir, hash[:4])
			wantError(t, err, "is ambiguous: several commits begin with it", "more of its digits")
			return
		}
		seen[hash[:4]] = true
	}
	t.Fatal("no two commits begin alike")
}

// TestFileDigits makes a file whose hash begins as that of a commit.
func TestFileDigits(t *testing.T) {
	r := newRepo(t)
	commit := r.commit("one", nil)
	for i := range 10_000_000 {
		text := strconv.Itoa(i)
		hash := fmt.Sprintf("%x", sha1.Sum([]byte("blob "+strconv.Itoa(len(text))+"\x00"+text)))
		if hash[:4] != commit[:4] {
			continue
		}
		r.write("x", text)
		if got := r.git("hash-object", "-w", "x"); got != hash {
			t.Fatalf("git made %s of it, want %s", got, hash)
		}
		if tree := r.mustExport(r.dir, commit[:4]); tree.Commit != commit {
			t.Errorf("Export(%q) = %s, want %s", commit[:4], tree.Commit, commit)
		}
		return
	}
	t.Fatal("no file begins as the commit does")
}

func TestEmptyRepository(t *testing.T) {
	r := newRepo(t)
	_, err := r.export(r.dir, "HEAD")
	wantError(t, err, "has no commit yet", "git commit")
}

func TestBadPlaces(t *testing.T) {
	r := newRepo(t)
	r.commit("one", map[string]string{"a": "1"})
	bare := filepath.Join(folder(t), "bare.git")
	r.git("clone", "--quiet", "--bare", r.dir, bare)
	for _, tt := range []struct {
		name, dir, text, hint string
		env                   []string
	}{
		{"no repository", folder(t), "lies in no git repository", "clone", nil},
		{"bare", bare, "is a bare repository", "git clone " + bare, nil},
		{"git folder", filepath.Join(r.dir, ".git"), "lies in the folder that git keeps", "git clone", nil},
		{"file", filepath.Join(r.dir, "a"), "is no folder", "", nil},
		{"foreign", r.dir, "does not trust", "git config --global --add safe.directory " + r.dir,
			[]string{"GIT_TEST_ASSUME_DIFFERENT_OWNER=1"}},
		{"no git", r.dir, "looking for git: executable file not found", "install git", []string{"PATH=" + t.TempDir()}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := (&repo{t, r.dir, r.env}).export(tt.dir, "HEAD", tt.env...)
			wantError(t, err, tt.text, tt.hint)
		})
	}
	if _, err := r.export(filepath.Join(r.dir, "missing"), "HEAD"); !os.IsNotExist(err) {
		t.Errorf("Export of a missing folder = %v", err)
	}
	_, err := Export(t.Context(), r.dir, "HEAD", filepath.Join(r.dir, ".git"), r.env)
	wantError(t, err, "lies in the repository", "TMPDIR")
}

// TestEnvironment has the variables that git sets for hooks, and the worse ones.
func TestEnvironment(t *testing.T) {
	r, other := newRepo(t), newRepo(t)
	r.commit("one", map[string]string{"right": "1"})
	other.commit("other", map[string]string{"wrong": "1"})
	before := fingerprint(t, other.dir)
	foreignGit := filepath.Join(other.dir, ".git")
	env := []string{
		"GIT_DIR=" + foreignGit, "GIT_WORK_TREE=" + other.dir, "GIT_INDEX_FILE=" + filepath.Join(foreignGit, "index"),
		"GIT_OBJECT_DIRECTORY=" + filepath.Join(foreignGit, "objects"), "GIT_COMMON_DIR=" + foreignGit,
		"GIT_PREFIX=sub/", "GIT_NAMESPACE=elsewhere", "GIT_ICASE_PATHSPECS=1",
		"GIT_CONFIG=" + filepath.Join(foreignGit, "config"), "GIT_QUARANTINE_PATH=/nowhere", "LANGUAGE=de",
	}
	tree := r.mustExport(r.dir, "HEAD", env...)
	if diff := cmp.Diff(map[string]string{"right": "1"}, files(t, tree.Root)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(before, fingerprint(t, other.dir)); diff != "" {
		t.Errorf("the other repository changed (-before +after):\n%s", diff)
	}
}

// TestSettings has hooks that tell of themselves and settings that make git write beside its index.
func TestSettings(t *testing.T) {
	r := newRepo(t)
	r.commit("one", map[string]string{"a": "1", "b/c": "2"})
	ran := filepath.Join(t.TempDir(), "ran")
	for _, hook := range []string{"post-checkout", "post-index-change", "reference-transaction", "fsmonitor"} {
		name := filepath.Join(r.dir, ".git", "hooks", hook)
		r.write(filepath.Join(".git", "hooks", hook), "#!/bin/sh\necho "+hook+" >>'"+ran+"'\n")
		if err := os.Chmod(name, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, kv := range [][2]string{
		{"core.splitIndex", "true"}, {"core.untrackedCache", "true"}, {"core.sparseCheckout", "true"},
		{"feature.manyFiles", "true"}, {"core.fsmonitor", filepath.Join(r.dir, ".git", "hooks", "fsmonitor")},
		{"core.logAllRefUpdates", "always"}, {"checkout.workers", "4"},
	} {
		r.git("config", kv[0], kv[1])
	}
	r.write(".git/info/sparse-checkout", "/a\n")
	if err := os.RemoveAll(ran); err != nil {
		t.Fatal(err)
	}
	tree := r.mustExport(r.dir, "HEAD")
	if diff := cmp.Diff(map[string]string{"a": "1", filepath.Join("b", "c"): "2"}, files(t, tree.Root)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	if said, err := os.ReadFile(ran); err == nil {
		t.Errorf("hooks ran: %q", said)
	}
}

func TestOtherWorkTrees(t *testing.T) {
	r := newRepo(t)
	r.commit("one", map[string]string{"sub/a": "1"})
	two := r.commit("two", map[string]string{"sub/a": "2"})
	linked := &repo{t, filepath.Join(folder(t), "linked"), r.env}
	r.git("worktree", "add", "--quiet", "--detach", linked.dir, "HEAD~1")
	before := fingerprint(t, r.dir)

	tree := linked.mustExport(filepath.Join(linked.dir, "sub"), "HEAD")
	if got := files(t, tree.Dir)["a"]; got != "1" {
		t.Errorf("HEAD of a linked work tree holds %q, want its own", got)
	}
	tree = linked.mustExport(linked.dir, "main")
	if tree.Commit != two {
		t.Errorf("main from a linked work tree = %s, want %s", tree.Commit, two)
	}
	if diff := cmp.Diff(before, fingerprint(t, r.dir)); diff != "" {
		t.Errorf("the main work tree changed (-before +after):\n%s", diff)
	}

	shared := &repo{t, filepath.Join(folder(t), "shared"), r.env}
	r.git("clone", "--quiet", "--shared", r.dir, shared.dir)
	if tree = shared.mustExport(shared.dir, "HEAD"); tree.Commit != two {
		t.Errorf("shared clone: %s, want %s", tree.Commit, two)
	}
}

func TestFolders(t *testing.T) {
	r := newRepo(t)
	odd := ":(icase)*sub"
	r.commit("one", map[string]string{"sub/a": "1", odd + "/a": "odd"})
	r.commit("two", map[string]string{"sub/a": "2"})
	link := filepath.Join(folder(t), "link")
	if err := os.Symlink(filepath.Join(r.dir, "sub"), link); err != nil {
		t.Fatal(err)
	}
	tree := r.mustExport(link, "HEAD~1")
	if got := files(t, tree.Dir)["a"]; got != "1" || filepath.Base(tree.Dir) != "sub" {
		t.Errorf("through a link: %s holds %q", tree.Dir, got)
	}

	tree = r.mustExport(filepath.Join(r.dir, odd), "HEAD")
	if got := files(t, tree.Dir)["a"]; got != "odd" {
		t.Errorf("%s holds %q", tree.Dir, got)
	}

	nested := &repo{t, filepath.Join(r.dir, "nested:\"odd\" one"), r.env}
	nested.write("x", "inner")
	nested.git("init", "--quiet")
	nested.commit("inner", nil)
	tree = nested.mustExport(nested.dir, "HEAD")
	if got := files(t, tree.Dir); got["x"] != "inner" || len(got) != 1 {
		t.Errorf("nested repository holds %q", got)
	}
}
