package experiment

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestAwaitFree(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	previous := []Listener{{Network: "tcp4", Port: port}}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if w := awaitFree(ctx, previous); len(w) != 1 || !strings.Contains(w[0], "still taken by pid") {
		t.Errorf("taken: warnings %q", w)
	}
	go func() {
		time.Sleep(50 * time.Millisecond)
		l.Close()
	}()
	if w := awaitFree(context.Background(), previous); len(w) != 0 {
		t.Errorf("freed while waiting: warnings %q", w)
	}
}

func TestSamePortAgain(t *testing.T) {
	s := newTestSession(t)
	port, path := freePort(t), filepath.Join(s.Temp(), "x.sock")
	for range 3 {
		for _, c := range []Command{
			helper("listen", "tcp", "127.0.0.1:"+port), helper("listen", "unix", path),
		} {
			c.AcceptProbe = c.Args[0] == "tcp"
			if r := run(t, s, c, "listen"); !r.Good() {
				t.Errorf("%v: %+v", c.Args, r)
			}
		}
	}
}

func TestStubbornProgramIsKilled(t *testing.T) {
	s := newTestSession(t)
	c := helper("stubborn", "tcp", "127.0.0.1:0")
	c.Grace = 50 * time.Millisecond
	r := run(t, s, c, "auto")
	if !r.Good() || r.Signal != "SIGKILL" {
		t.Errorf("run %+v, want SIGKILL", r)
	}
	if len(r.Warnings) != 1 || !strings.Contains(r.Warnings[0], "was killed") {
		t.Errorf("warnings %q", r.Warnings)
	}
}

func TestGrandchildrenAreKilled(t *testing.T) {
	s := newTestSession(t)
	file := filepath.Join(s.Temp(), "pid")
	for _, tt := range []struct {
		c     Command
		ready string
	}{
		{helper("daemon", file, "listen", "tcp", "127.0.0.1:0"), "auto"},
		{helper("wiped", file, "listen", "tcp", "127.0.0.1:0"), "auto"},
		{helper("daemon", file), "exit"}, // and the grandchild holds stdout open
		{helper("daemon", file, "exit", "3"), "exit"},
	} {
		r := run(t, s, tt.c, tt.ready)
		if r.Start == 0 || len(r.Warnings) > 0 {
			t.Errorf("%v: %+v", tt.c.Args, r)
		}
		if pid := int(readInts(t, file)[0]); alive(pid) {
			t.Errorf("%v: grandchild %d lives", tt.c.Args, pid)
		}
		assertNothingLeft(t, s)
	}
}

// A descendant that left the group, wiped its environment and lost its parent is not found. It
// must not hold up the run all the same, although it holds stdout open.
func TestEscapedGrandchildHoldsNothingUp(t *testing.T) {
	s := newTestSession(t)
	file := filepath.Join(s.Temp(), "pid")
	r := run(t, s, helper("wiped", file), "exit")
	if !r.Good() {
		t.Errorf("run %+v", r)
	}
	pid := int(readInts(t, file)[0])
	if p, err := readProcess(pid); err != nil || p.parent != os.Getpid() {
		t.Fatalf("grandchild %+v, %v; want it adopted by this process", p, err)
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Error(err)
	}
	if _, err := syscall.Wait4(pid, nil, 0, nil); err != nil {
		t.Error(err)
	}
}

func TestCancelLeavesNothing(t *testing.T) {
	s := newTestSession(t)
	file := filepath.Join(s.Temp(), "pid")
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		for !exists(file) {
			time.Sleep(time.Millisecond)
		}
		cancel()
	}()
	called := 0
	c := helper("daemon", file, "sleep")
	c.OnReady = func() { called++ }
	r, err := s.Run(ctx, c, Ready{Kind: Exit})
	if !errors.Is(err, context.Canceled) || r.Outcome != OutcomeCanceled || called != 1 {
		t.Errorf("Run = %+v, %v; OnReady called %d times", r, err, called)
	}
	assertNothingLeft(t, s)
}

// TestKilledSession kills a process that holds a session with a running program and a grandchild
// that has left the group. The program dies with its parent, the rest goes with the next session.
func TestKilledSession(t *testing.T) {
	s := newTestSession(t) // this process adopts the orphans
	file := filepath.Join(s.Temp(), "pid")
	cmd := exec.Command(os.Args[0], file, "listen", "tcp", "127.0.0.1:0")
	cmd.Env = append(os.Environ(), helperKey+"=session")
	cmd.Stderr = os.Stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(stdout, make([]byte, len("ready\n"))); err != nil {
		t.Fatal(err)
	}
	grandchild := int(readInts(t, file)[0])
	target := family(cmd.Process.Pid)[1]
	if p, _ := readProcess(grandchild); p.parent != target {
		t.Fatalf("grandchild %+v is not of target %d", p, target)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	cmd.Wait()
	for deadline := time.Now().Add(10 * time.Second); alive(target) && time.Now().Before(deadline); {
		time.Sleep(time.Millisecond)
	}
	if alive(target) || !alive(grandchild) {
		t.Errorf("after the kill: target lives %t, grandchild lives %t; want false, true",
			alive(target), alive(grandchild))
	}

	next, err := NewSession()
	if err != nil {
		t.Fatal(err)
	}
	defer next.Close()
	if alive(grandchild) {
		t.Error("the next session left the grandchild alive")
	}
	if len(next.warnings) > 0 {
		t.Errorf("warnings %q", next.warnings)
	}
	folders, _ := filepath.Glob(filepath.Join(os.TempDir(), folderPrefix+"*"))
	if d := cmp.Diff(2, len(folders)); d != "" { // s and next
		t.Errorf("folders %q, want those of the two open sessions", folders)
	}
	assertGoneChild(t, target)
}

// assertGoneChild collects the target, whose parent this process became: who adopts a target
// when Cupel is killed is not Cupel.
func assertGoneChild(t *testing.T, pid int) {
	t.Helper()
	if _, err := readProcess(pid); err != nil {
		return
	}
	if _, err := syscall.Wait4(pid, nil, 0, nil); err != nil {
		t.Errorf("collecting the target: %v", err)
	}
}
