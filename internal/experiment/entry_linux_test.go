package experiment

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
)

// linked builds a program in C with a library of its own, libf.so beside it.
func linked(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, step := range []struct {
		source string
		args   []string
	}{
		{"int f(void) { return 0; }\n", []string{"-shared", "-fPIC", "-o", "libf.so"}},
		{"int f(void);\nint main(void) { return f(); }\n", []string{"-o", "program", "-L.", "-Wl,-rpath," + dir}},
	} {
		if err := os.WriteFile(filepath.Join(dir, "source.c"), []byte(step.source), 0o644); err != nil {
			t.Fatal(err)
		}
		args := append(step.args, "source.c")
		if step.args[0] != "-shared" {
			args = append(args, "-lf")
		}
		cmd := exec.Command("cc", args...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); errors.Is(err, exec.ErrNotFound) {
			t.Skip(err)
		} else if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	return filepath.Join(dir, "program")
}

// TestSeeEntry: the instants are in order, the program then runs as ever, and without the wish nothing
// is observed.
func TestSeeEntry(t *testing.T) {
	program := linked(t)
	s := newTestSession(t)
	for _, see := range []bool{true, false} {
		r, err := s.Run(t.Context(), Command{Path: program, SeeEntry: see}, Ready{Kind: Exit})
		if err != nil {
			t.Fatal(err)
		}
		if r.Outcome != OutcomeExited {
			t.Fatalf("see entry %t: %s: %s", see, r.Outcome, r.Problem)
		}
		if r.NoEntry != "" {
			t.Skip(r.NoEntry)
		}
		if see && !(r.Start < r.Exec && r.Exec < r.Entry && r.Entry < r.End) {
			t.Errorf("start %d, exec %d, entry %d, end %d: not in order", r.Start, r.Exec, r.Entry, r.End)
		}
		library := filepath.Join(filepath.Dir(program), "libf.so")
		if see != slices.Contains(r.Mapped, library) {
			t.Errorf("see entry %t: mapped = %q", see, r.Mapped)
		}
		if !see && (r.Exec != 0 || r.Entry != 0) {
			t.Errorf("exec %d, entry %d without being asked", r.Exec, r.Entry)
		}
	}
}

// TestSeeEntryOfTheDead: a program that dies in the dynamic loader is reported as dead.
func TestSeeEntryOfTheDead(t *testing.T) {
	program := linked(t)
	s := newTestSession(t)
	if err := os.Remove(filepath.Join(filepath.Dir(program), "libf.so")); err != nil {
		t.Fatal(err)
	}
	r, err := s.Run(t.Context(), Command{Path: program, SeeEntry: true}, Ready{Kind: Exit})
	if err != nil {
		t.Fatal(err)
	}
	if r.Outcome != OutcomeCrashed || r.ExitCode != 127 || r.Entry != 0 || r.NoEntry == "" {
		t.Errorf("outcome %s, exit code %d, entry %d, %q", r.Outcome, r.ExitCode, r.Entry, r.NoEntry)
	}
}
