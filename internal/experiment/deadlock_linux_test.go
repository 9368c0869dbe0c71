package experiment

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestDeadlockIsSuspected(t *testing.T) {
	s := newTestSession(t)
	program := filepath.Join(s.Temp(), "deadlock")
	build := exec.Command("go", "build", "-o", program, "./testdata/deadlock")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building: %v\n%s", err, out)
	}
	pair, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	ours, theirs := os.NewFile(uintptr(pair[0]), "ours"), os.NewFile(uintptr(pair[1]), "theirs")
	defer theirs.Close()
	suspected := 0
	c := Command{Path: program, Timeout: 20 * time.Second}
	c.Files, c.Control = map[int]*os.File{97: theirs}, 97
	c.Suspect = func() bool {
		suspected++
		if suspected == 2 {
			ours.Close()
		}
		return suspected == 2
	}
	r := run(t, s, c, "auto")
	if suspected != 2 {
		t.Fatalf("suspected %d times: %+v", suspected, r)
	}
	if r.Outcome != OutcomeCrashed || r.ExitCode != 2 ||
		!strings.Contains(strings.Join(r.LastLines, "\n"), "all goroutines are asleep - deadlock!") {
		t.Errorf("run %+v, want the runtime's report of the deadlock", r)
	}
}

// A program with cgo, as this test binary may be, is not reported by the runtime.
func TestDeadlockOverdue(t *testing.T) {
	s := newTestSession(t)
	c := helper("hang")
	c.Timeout = 3 * time.Second
	r := run(t, s, c, "auto")
	if r.Outcome == OutcomeCrashed {
		t.Skip("the runtime reported the deadlock itself")
	}
	if !strings.Contains(r.Problem, "it looks deadlocked") {
		t.Errorf("run %+v", r)
	}
}

func TestSleepIsNoDeadlock(t *testing.T) {
	s := newTestSession(t)
	c := helper("sleep")
	c.Timeout, c.Control = 2500*time.Millisecond, 97
	c.Suspect = func() bool {
		t.Error("a sleeping program was suspected of a deadlock")
		return true
	}
	run(t, s, c, "auto")
}
