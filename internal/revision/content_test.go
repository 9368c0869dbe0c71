package revision

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestSubmodules(t *testing.T) {
	r, lib := newRepo(t), newRepo(t)
	inner := lib.commit("inner", map[string]string{"x": "1"})
	r.commit("before", map[string]string{"a": "1"})
	for _, name := range []string{"one", "two", "three", "four"} {
		r.git("submodule", "--quiet", "add", "file://"+lib.dir, "third party/"+name)
	}
	r.commit("with", nil)
	tree := r.mustExport(r.dir, "HEAD")
	want := []string{"4 submodules are left out: third party/four, third party/one, third party/three and 1 more"}
	if diff := cmp.Diff(want, tree.Notes); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
	if tree := r.mustExport(r.dir, "HEAD~1"); len(tree.Notes) != 0 {
		t.Errorf("notes before the submodules = %q", tree.Notes)
	}
	tree = r.mustExport(filepath.Join(r.dir, "third party", "one"), "HEAD")
	if tree.Commit != inner || files(t, tree.Dir)["x"] != "1" {
		t.Errorf("in a submodule: %s, want %s", tree.Commit, inner)
	}
}

// TestAttributes wants the filter that the revision asks for, not the one of the files of today.
func TestAttributes(t *testing.T) {
	r := newRepo(t)
	r.git("config", "filter.shout.smudge", "tr a-z A-Z")
	r.git("config", "filter.shout.clean", "tr A-Z a-z")
	r.commit("filtered", map[string]string{".gitattributes": "*.txt filter=shout\n", "+.txt": "hello"})
	r.commit("not filtered", map[string]string{".gitattributes": "", "+.txt": "world"})
	if got := files(t, r.mustExport(r.dir, "HEAD~1").Root)["+.txt"]; got != "HELLO" {
		t.Errorf("HEAD~1 = %q, want HELLO", got)
	}
	if got := files(t, r.mustExport(r.dir, "HEAD").Root)["+.txt"]; got != "world" {
		t.Errorf("HEAD = %q, want world", got)
	}
}

const pointer = pointerStart + "oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n"

func TestPointers(t *testing.T) {
	r := newRepo(t)
	r.commit("one", map[string]string{
		".gitattributes": "*.bin filter=lfs diff=lfs merge=lfs -text\n",
		"a.bin":          pointer, "dir/b.bin": pointer, "real.bin": "content", "empty.bin": "", "no.txt": pointer,
	})
	tree := r.mustExport(r.dir, "HEAD")
	want := []string{"2 files are pointers of Git LFS in place of the content: a.bin, dir/b.bin (to have that: git lfs install)"}
	if diff := cmp.Diff(want, tree.Notes); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
	// What git lfs install --local writes, and no git-lfs in PATH.
	r.git("config", "filter.lfs.required", "true")
	r.git("config", "filter.lfs.smudge", filepath.Join(r.dir, "missing", "git-lfs")+" smudge -- %f")
	_, err := r.export(r.dir, "HEAD")
	wantError(t, err, "smudge filter lfs failed", "install git-lfs")
}

// TestLFS has git-lfs fill a file in, from what the repository has and from a server.
func TestLFS(t *testing.T) {
	if _, err := exec.LookPath("git-lfs"); err != nil {
		t.Skipf("git-lfs is not installed: %v", err)
	}
	r := newRepo(t)
	r.git("lfs", "install", "--skip-repo")
	r.commit("one", map[string]string{".gitattributes": "*.bin filter=lfs -text\n", "a.bin": "the old content"})
	r.commit("two", map[string]string{"a.bin": "the new content"})
	c := r.clone()
	_, err := c.export(c.dir, "HEAD~1")
	wantError(t, err, "smudge filter lfs failed", "git lfs fetch origin ")
	fetched := r.clone()
	fetched.shell("sh", "-c", hintsOf(err)[0])

	c.git("config", "lfs.url", serveLFS(t, "the old content"))
	for _, in := range []*repo{r, fetched, c} {
		tree := in.mustExport(in.dir, "HEAD~1")
		if got := files(t, tree.Root)["a.bin"]; got != "the old content" || len(tree.Notes) != 0 {
			t.Errorf("a.bin = %q, notes = %q", got, tree.Notes)
		}
	}
}

// serveLFS answers every question of git-lfs with one object.
// Source: https://github.com/git-lfs/git-lfs/blob/main/docs/api/batch.md
func serveLFS(t *testing.T, content string) string {
	t.Helper()
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	mux.HandleFunc("POST /objects/batch", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/vnd.git-lfs+json")
		fmt.Fprintf(w, `{"transfer": "basic", "objects": [{"oid": "%x", "size": %d,
			"actions": {"download": {"href": "%s/it"}}}]}`, sha256.Sum256([]byte(content)), len(content), server.URL)
	})
	mux.HandleFunc("GET /it", func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, content) })
	return server.URL
}

// TestInterrupt ends the context while a filter runs.
func TestInterrupt(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there are no process groups: what git began goes on to the end of its file")
	}
	r := newRepo(t)
	r.commit("one", map[string]string{".gitattributes": "*.slow filter=slow\n", "a.slow": "1"})
	began := filepath.Join(t.TempDir(), "began")
	r.git("config", "filter.slow.smudge", "echo $$ >'"+began+"'; exec sleep 1000")
	before := fingerprint(t, r.dir)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() {
		_, err := Export(ctx, r.dir, "HEAD", t.TempDir(), r.env)
		done <- err
	}()
	pid := 0
	waitFor(t, "the filter", func() bool {
		data, err := os.ReadFile(began)
		if err == nil {
			pid, err = strconv.Atoi(strings.TrimSpace(string(data)))
		}
		return err == nil
	})
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("Export = %v, want context.Canceled", err)
	}
	waitFor(t, "the filter's end", func() bool { return gone(pid) })
	if diff := cmp.Diff(before, fingerprint(t, r.dir)); diff != "" {
		t.Errorf("the repository changed (-before +after):\n%s", diff)
	}
}

// gone reports whether a process has ended; one that nobody has waited for yet has.
func gone(pid int) bool {
	p, err := os.FindProcess(pid)
	if err != nil {
		return true
	}
	stat, _ := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	return p.Signal(syscall.Signal(0)) != nil || strings.Contains(string(stat), ") Z ")
}

func waitFor(t *testing.T, what string, ready func() bool) {
	t.Helper()
	for end := time.Now().Add(time.Minute); !ready(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("no sign of %s", what)
		}
	}
}
