package revision

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// all wants every file.
func all(string) bool { return true }

// open reads a revision, and wants the repository and all around it as they were.
func (r *repo) open(dir, rev string, want func(string) bool) (*Files, error) {
	r.t.Helper()
	before := fingerprint(r.t, r.dir)
	f, err := Open(r.t.Context(), dir, rev, want, r.env)
	if diff := cmp.Diff(before, fingerprint(r.t, r.dir)); diff != "" {
		r.t.Errorf("Open(%q) changed the repository (-before +after):\n%s", rev, diff)
	}
	return f, err
}

// grown is a repository whose work tree differs from its first commit in every way there is.
func grown(t *testing.T) (r *repo, first string) {
	r = newRepo(t)
	r.commit("first", map[string]string{
		"go.mod": "module a\n", "a.go": "package a\n", "same.go": "package a // same\n", "empty.go": "",
		"sub/b.go": "package b\n", "sub/deep/c.go": "package c\n", "gone/d.go": "package d\n", "ü \n.go": "package a // name\n",
		"skipped.go": "package a // skipped\n", "assumed.go": "package a // assumed\n",
	})
	r.shell("ln", "-s", "a.go", "link.go")
	r.shell("chmod", "+x", "same.go")
	first = r.commit("links", nil)
	r.git("rm", "--quiet", "-r", "gone")
	r.commit("second", map[string]string{"a.go": "package a // changed\n", "new.go": "package a\n"})
	r.git("update-index", "--skip-worktree", "skipped.go")
	r.git("update-index", "--assume-unchanged", "assumed.go")
	r.shell("rm", "skipped.go")
	r.write("assumed.go", "package other\n")
	r.write("sub/b.go", "package b // not committed\n")
	r.write("untracked.go", "package a\n")
	return r, first
}

// TestFiles holds that the files of a revision are what a checkout of it has.
func TestFiles(t *testing.T) {
	r, first := grown(t)
	for _, rev := range []string{first, "HEAD", "HEAD~1"} {
		f, err := r.open(r.dir, rev, all)
		if err != nil {
			t.Fatalf("Open(%q): %v %q", rev, err, hintsOf(err))
		}
		want := files(t, r.mustExport(r.dir, rev).Root)
		delete(want, "link.go") // which is not followed
		for name, text := range want {
			want[name] = strings.TrimPrefix(text, "exec ")
		}
		got := map[string]string{}
		err = fs.WalkDir(f, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() {
				return err
			}
			data, err := fs.ReadFile(f, name)
			got[name] = string(data)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("files of %q (-checkout +Files):\n%s", rev, diff)
		}
	}
}

// TestFileSystem holds the rules that package fs has for file systems.
func TestFileSystem(t *testing.T) {
	r, _ := grown(t)
	r.git("rm", "--quiet", "-f", "link.go") // fstest follows links
	first := r.commit("no link", nil)
	r.write("sub/b.go", "package b // again\n")
	f, err := r.open(r.dir, first, all)
	if err != nil {
		t.Fatal(err)
	}
	if err := fstest.TestFS(f, "a.go", "sub/deep/c.go", "empty.go"); err != nil {
		t.Error(err)
	}
}

// TestOnlyWhatDiffersIsInflated counts the blobs that were read.
func TestOnlyWhatDiffersIsInflated(t *testing.T) {
	r, first := grown(t)
	goFiles := func(name string) bool { return strings.HasSuffix(name, ".go") }
	f, err := r.open(r.dir, first, goFiles)
	if err != nil {
		t.Fatal(err)
	}
	var inflated []string
	for name, o := range f.entries {
		if _, ok := f.blobs[o.id]; ok && o.mode.IsRegular() {
			inflated = append(inflated, name)
		}
		if o.mode.IsRegular() && f.Here(name) != (f.blobs[o.id] == nil) {
			t.Errorf("Here(%q) = %v, and its blob was read: %v", name, f.Here(name), f.blobs[o.id] != nil)
		}
	}
	slices.Sort(inflated)
	want := []string{"a.go", "assumed.go", "gone/d.go", "skipped.go", "sub/b.go"}
	if diff := cmp.Diff(want, inflated); diff != "" {
		t.Errorf("blobs (-want +got):\n%s", diff)
	}
}

// TestNotWanted holds that what differs and was not asked for is an error, and no other content.
func TestNotWanted(t *testing.T) {
	r, first := grown(t)
	f, err := r.open(r.dir, first, func(string) bool { return false })
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fs.ReadFile(f, "a.go"); err == nil || !strings.Contains(err.Error(), "was not read") {
		t.Errorf("ReadFile(a.go) = %v, want an error", err)
	}
	if data, err := fs.ReadFile(f, "go.mod"); err != nil || string(data) != "module a\n" {
		t.Errorf("ReadFile(go.mod) = %q, %v", data, err)
	}
}

// TestFilesOfAFolder asks from a folder below the root.
func TestFilesOfAFolder(t *testing.T) {
	r, first := grown(t)
	f, err := r.open(filepath.Join(r.dir, "sub"), first, all)
	if err != nil {
		t.Fatal(err)
	}
	names := slices.Sorted(maps.Keys(f.folders))
	if want := []string{".", "gone", "sub", "sub/deep"}; f.Prefix != "sub" || !slices.Equal(names, want) {
		t.Errorf("prefix %q, folders %q, want sub and %q", f.Prefix, names, want)
	}
}

// TestBadFiles asks for what is not there.
func TestBadFiles(t *testing.T) {
	r, first := grown(t)
	if err := os.Mkdir(filepath.Join(r.dir, "later"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ dir, rev, text string }{
		{r.dir, "nowhere", "nowhere"},
		{r.dir, "-v", "begins with a dash"},
		{filepath.Join(r.dir, "later"), first, "later does not exist at"},
		{t.TempDir(), "HEAD", "lies in no git repository"},
	} {
		if _, err := r.open(c.dir, c.rev, all); err == nil || !strings.Contains(err.Error(), c.text) {
			t.Errorf("Open(%q, %q) = %v, want %q", c.dir, c.rev, err, c.text)
		}
	}
}
