package experiment

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"golang.org/x/sys/unix"
)

// onDisk skips a test where temporary files lie in memory or where the kernel counts no reads.
func onDisk(t *testing.T, dir string) {
	t.Helper()
	var stat unix.Statfs_t
	if err := unix.Statfs(dir, &stat); err != nil {
		t.Fatal(err)
	}
	switch uint32(stat.Type) {
	case unix.EXT4_SUPER_MAGIC, unix.XFS_SUPER_MAGIC, unix.BTRFS_SUPER_MAGIC, unix.F2FS_SUPER_MAGIC:
	default:
		t.Skipf("temporary files lie on a file system (%#x) of which it is not known whether it reads a disk", stat.Type)
	}
}

// TestForget: a program whose file was dropped from the page cache reads it from the disk, and then not again.
func TestForget(t *testing.T) {
	dir := t.TempDir()
	onDisk(t, dir)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(self)
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(dir, "program")
	if err := os.WriteFile(program, data, 0o755); err != nil { // it is not on the disk yet
		t.Fatal(err)
	}
	s := newTestSession(t)
	read := func(c Command, r Ready) int64 {
		c.Path = program
		run, err := s.Run(t.Context(), c, r)
		if err != nil || !run.Good() {
			t.Fatalf("%+v, %v", run, err)
		}
		return run.ReadBytes
	}
	for _, c := range []struct {
		ready string
		Command
	}{
		{"exit", helper("nothing")},
		{"listen", helper("listen", "tcp", "127.0.0.1:0")},
	} {
		done, err := Forget(program)
		if err != nil || done.Bytes != int64(len(data)) || done.Stayed > 0 {
			t.Fatalf("Forget = %+v, %v", done, err)
		}
		r := ready(t, c.ready)
		if cold, warm := read(c.Command, r), read(c.Command, r); cold <= 0 || warm >= cold {
			t.Errorf("%s: read %d bytes cold, %d warm", c.ready, cold, warm)
		}
	}
}

func TestForgetNothing(t *testing.T) {
	got, err := Forget(filepath.Join(t.TempDir(), "none"))
	if !errors.Is(err, fs.ErrNotExist) || got.Stayed != -1 {
		t.Errorf("Forget of no file = %+v, %v", got, err)
	}
}

// TestStays: what this process has mapped does not go.
func TestStays(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	got, err := Forget(self)
	if err != nil {
		t.Fatal(err)
	}
	if got.Stayed == -1 {
		t.Skip("the kernel does not tell what is in the page cache (Linux 6.5 does)")
	}
	if got.Stayed == 0 || got.Stayed > got.Bytes {
		t.Errorf("of the program that runs: %+v", got)
	}
}

func TestMapped(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if got := mapped(os.Getpid()); !slices.Contains(got, self) {
		t.Errorf("mapped = %q, want %s among them", got, self)
	}
	if got := mapped(-1); got != nil {
		t.Errorf("mapped of no process = %q", got)
	}
	if got, major := Reads(-1); got != -1 || major != -1 {
		t.Errorf("Reads of no process = %d, %d", got, major)
	}
}
