package main

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/bpf"
	"github.com/cupelgo/cupel/internal/golden"
	"github.com/cupelgo/cupel/internal/host"
	"github.com/cupelgo/cupel/internal/perf"
)

func TestMain(m *testing.M) {
	testscript.Main(m, programs)
}

// TestScript runs the command as a user does: one script per case.
func TestScript(t *testing.T) {
	cache, err := exec.Command("go", "env", "GOCACHE", "GOMODCACHE", "GOPROXY", "GOSUMDB", "GOVERSION").Output()
	if err != nil {
		t.Fatal(err)
	}
	host := strings.Split(strings.TrimSpace(string(cache)), "\n")
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		Setup:               func(env *testscript.Env) error { return setup(env, host) },
		Condition:           condition,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       golden.Updating(),
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":   exits,
			"hold":    hold,
			"publish": publish,
			"proxy":   serveProxy,
			"port":    port,
			"hook":    hook,
			"absent":  absent,
			"stored":  stored,
			"get":     get,
			"ids":     ids,

			"nothingLeft": nothingLeft,

			"anonymous": anonymous,
			"packed":    packed,

			"sameFindings": sameFindings,
			"sameProfiles": sameProfiles,
		},
	})
}

// setup gives a script the caches of the host, so that the standard library is not built anew, and
// nothing else of its user's settings.
func setup(env *testscript.Env, host []string) error {
	env.Vars = append(env.Vars,
		"HOME="+env.WorkDir, "GOENV=off", "GOTELEMETRY=off", "GOTOOLCHAIN=local",
		"GOCACHE="+host[0], "GOMODCACHE="+host[1], "GOPROXY=off", "GOSUMDB=off", "GOFLAGS=-buildvcs=false",
		"GOARCH_HOST="+runtime.GOARCH, "SHM="+shm, "HOST_GOPROXY="+host[2], "HOST_GOSUMDB="+host[3], "GOVERSION="+host[4],
	)
	return nil
}

// condition knows [cc], whether there is a C compiler, [perf], whether the kernel may sample (without it
// more runs are made), [bpf], whether it may look into executables, [disk], whether temporary files are read
// from a disk, [memory], whether programs may lie in $SHM instead, and [toolchain:NAME], whether the go
// command can switch to that toolchain.
func condition(cond string) (bool, error) {
	if name, ok := strings.CutPrefix(cond, "toolchain:"); ok {
		cmd := exec.Command("go", "version")
		cmd.Env = append(os.Environ(), "GOTOOLCHAIN="+name)
		return cmd.Run() == nil, nil
	}
	switch cond {
	case "disk":
		return slices.Contains([]string{"ext4", "xfs", "btrfs", "f2fs"}, host.FileSystem(os.TempDir())), nil
	case "memory":
		return host.FileSystem(shm) == "tmpfs" && runs(shm), nil
	}
	if cond == "perf" {
		return perf.Available() == nil, nil
	}
	if cond == "bpf" {
		return bpf.Available() == nil, nil
	}
	if cond == "cc" {
		out, err := exec.Command("go", "env", "CC").Output()
		if err == nil {
			_, err = exec.LookPath(strings.TrimSpace(string(out)))
		}
		return err == nil, nil
	}
	return false, fmt.Errorf("unknown condition %q", cond)
}

// shm is where Linux has a file system in memory.
const shm = "/dev/shm"

// runs reports whether a program in that folder may be executed.
func runs(dir string) bool {
	f, err := os.CreateTemp(dir, "cupel-test-")
	if err != nil {
		return false
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString("#!/bin/sh\n")
	if err := errors.Join(err, f.Chmod(0o700), f.Close()); err != nil {
		return false
	}
	return exec.Command(f.Name()).Run() == nil
}

// exits CODE COMMAND ARGS... runs a command like exec and wants this exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND ARGS...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got, err := 0, ts.Exec(args[1], args[2:]...)
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("running %s: %v", args[1], err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// hold NAME listens on a free port of the loopback interface until the script ends, and puts the
// port into the variable NAME.
func hold(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: hold NAME")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Defer(func() { l.Close() })
	ts.Setenv(args[0], strconv.Itoa(l.Addr().(*net.TCPAddr).Port))
}

// port NAME puts a port that is free now into the variable NAME.
func port(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: port NAME")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Check(l.Close())
	ts.Setenv(args[0], strconv.Itoa(l.Addr().(*net.TCPAddr).Port))
}

// stored FILE STORE wants the record in FILE to be what the store holds under its id.
func stored(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: stored FILE STORE")
	}
	printed := ts.ReadFile(args[0])
	id := decode(ts, args[0]).ID
	if diff := cmp.Diff(ts.ReadFile(filepath.Join(args[1], id, "evidence.json")), printed); diff != "" {
		ts.Fatalf("the stored record is another one (-stored +printed):\n%s", diff)
	}
}

// sameFindings FILE FILE... wants the records to have the same findings, and some.
func sameFindings(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: sameFindings FILE FILE...")
	}
	want := decode(ts, args[0]).Findings
	if len(want) == 0 {
		ts.Fatalf("%s has no findings", args[0])
	}
	for _, file := range args[1:] {
		if diff := cmp.Diff(string(want), string(decode(ts, file).Findings)); diff != "" {
			ts.Fatalf("%s and %s have other findings:\n%s", args[0], file, diff)
		}
	}
}

// sameProfiles FILE FILE ARTIFACT... wants both records to have these artifacts with the same bytes.
func sameProfiles(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: sameProfiles FILE FILE ARTIFACT...")
	}
	sums := func(file string) map[string]string {
		out := map[string]string{}
		for _, a := range decode(ts, file).Artifacts {
			out[a.Name] = a.SHA256
		}
		return out
	}
	one, other := sums(args[0]), sums(args[1])
	for _, name := range args[2:] {
		if one[name] == "" || one[name] != other[name] {
			ts.Fatalf("%s: sha256 %q in %s, %q in %s", name, one[name], args[0], other[name], args[1])
		}
	}
}

// A printed record, as far as the scripts look into it.
type printedRecord struct {
	ID        string
	Findings  json.RawMessage // with the spaces as printed
	Artifacts []evidence.Artifact
}

func decode(ts *testscript.TestScript, file string) printedRecord {
	var r printedRecord
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(file)), &r))
	return r
}

// unzipped returns what a file holds.
func unzipped(ts *testscript.TestScript, path string) string {
	data := ts.ReadFile(path)
	if filepath.Ext(path) != ".gz" {
		return data
	}
	r, err := gzip.NewReader(strings.NewReader(data))
	ts.Check(err)
	text, err := io.ReadAll(r)
	ts.Check(err)
	return string(text)
}

// nothingLeft wants that no process runs whose current folder is within the script's: the target, its
// children and what they left behind all run there.
func nothingLeft(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: nothingLeft")
	}
	links, err := filepath.Glob("/proc/[0-9]*/cwd")
	ts.Check(err)
	for _, link := range links {
		cwd, err := os.Readlink(link)
		if err != nil {
			continue // it has ended, or is another user's
		}
		if rel, err := filepath.Rel(ts.MkAbs("."), cwd); err == nil && filepath.IsLocal(rel) {
			name, _ := os.ReadFile(filepath.Join(filepath.Dir(link), "cmdline"))
			ts.Fatalf("%s is left: %q", filepath.Dir(link), name)
		}
	}
}

// absent TEXT FOLDER... wants no file below the folders to hold TEXT.
func absent(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: absent TEXT FOLDER...")
	}
	searched := 0
	for _, dir := range args[1:] {
		ts.Check(filepath.WalkDir(ts.MkAbs(dir), func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			searched++
			if strings.Contains(unzipped(ts, path), args[0]) {
				ts.Logf("%s holds %q", path, args[0])
				err = errors.New("found what must not be there")
			}
			return err
		}))
	}
	if searched == 0 {
		ts.Fatalf("there is no file to search")
	}
}
