package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// patience is how long something may take that should take moments; it is no measurement.
const patience = 30 * time.Second

// family is a server that starts two grandchildren before it listens, one of them in a session of
// its own, which a signal to the group does not reach. %s is where they write their numbers.
const family = `package main

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"syscall"
	"time"
)

func main() {
	for _, own := range []bool{false, true} {
		cmd := exec.Command("sleep", "300")
		cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: own}
		if err := cmd.Start(); err != nil {
			panic(err)
		}
		note(cmd.Process.Pid)
	}
	note(os.Getpid())
	time.Sleep(%s)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	for {
		l.Accept()
	}
}

func note(pid int) {
	f, err := os.OpenFile(%q, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		panic(err)
	}
	fmt.Fprintln(f, pid)
	f.Close()
}
`

// A household is a module with the family as its program, and where its traces would show.
type household struct {
	dir, temp, pids string
	cupel           string
}

func newHousehold(t *testing.T, sleep string) *household {
	t.Helper()
	root := t.TempDir()
	h := &household{
		dir: filepath.Join(root, "src"), temp: filepath.Join(root, "tmp"),
		pids: filepath.Join(root, "pids"), cupel: filepath.Join(root, "cupel"),
	}
	for _, d := range []string{h.dir, h.temp} {
		if err := os.Mkdir(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	write(t, filepath.Join(h.dir, "go.mod"), "module example.com/family\n\ngo 1.22\n")
	write(t, filepath.Join(h.dir, "main.go"), fmt.Sprintf(family, sleep, h.pids))
	build := exec.Command("go", "build", "-o", h.cupel, ".")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building cupel: %v\n%s", err, out)
	}
	return h
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// start begins a measurement of the family.
func (h *household) start(t *testing.T, args ...string) (*exec.Cmd, *bytes.Buffer) {
	t.Helper()
	var out bytes.Buffer
	cmd := exec.Command(h.cupel, append(append([]string{"startup"}, args...), ".")...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = h.dir, &out, &out
	cmd.Env = append(os.Environ(), "TMPDIR="+h.temp)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill() })
	return cmd, &out
}

// members are the processes of the family that were ever started.
func (h *household) members() []string {
	data, err := os.ReadFile(h.pids)
	if err != nil {
		return nil
	}
	return strings.Fields(string(data))
}

// alive are those that still are there; a zombie is not.
func (h *household) alive() []string {
	var out []string
	for _, pid := range h.members() {
		stat, err := os.ReadFile("/proc/" + pid + "/stat")
		if err != nil {
			continue
		}
		if _, rest, _ := strings.Cut(string(stat), ") "); !strings.HasPrefix(rest, "Z") {
			out = append(out, pid)
		}
	}
	return out
}

// awaitMembers waits until so many processes have been started.
func (h *household) awaitMembers(t *testing.T, n int) {
	t.Helper()
	for end := time.Now().Add(patience); len(h.members()) < n; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%d processes started, want %d", len(h.members()), n)
		}
	}
}

func (h *household) checkNothingLeft(t *testing.T) {
	t.Helper()
	if alive := h.alive(); len(alive) > 0 {
		t.Errorf("processes %v are still there", alive)
	}
	left, err := filepath.Glob(filepath.Join(h.temp, "*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left in the temporary folder: %v (%v)", left, err)
	}
	if drafts, _ := filepath.Glob(filepath.Join(h.dir, ".cupel", ".tmp*")); len(drafts) > 0 {
		t.Errorf("left in the store: %v", drafts)
	}
}

// TestNothingLeft ends measurements in every way and looks for processes and folders.
func TestNothingLeft(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and runs programs")
	}
	const perRun = 3 // processes that write down their numbers
	for _, c := range []struct {
		name   string
		sleep  string // of the program before it is ready
		args   []string
		after  int // processes started before the signal
		signal os.Signal
		code   int
	}{
		{"success", "0", []string{"--runs", "2"}, 0, nil, 0},
		{"time-out", "time.Hour", []string{"--runs", "1", "--timeout", "1s", "--grace", "1s"}, 0, nil, 2},
		{"interrupted in the build", "0", nil, 0, os.Interrupt, 130},
		{"interrupted in the traced run", "time.Hour", nil, perRun, os.Interrupt, 130},
		{"terminated in the traced run", "time.Hour", nil, perRun, syscall.SIGTERM, 130},
		{"interrupted in a plain run", "time.Second", []string{"--runs", "20"}, 2 * perRun, os.Interrupt, 130},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := newHousehold(t, c.sleep)
			cmd, out := h.start(t, c.args...)
			if c.signal != nil {
				h.awaitMembers(t, c.after)
				if c.after == 0 {
					time.Sleep(200 * time.Millisecond) // somewhere in resolving or building
				}
				cmd.Process.Signal(c.signal)
			}
			cmd.Wait()
			if got := cmd.ProcessState.ExitCode(); got != c.code {
				t.Errorf("exit code %d, want %d\n%s", got, c.code, out)
			}
			h.checkNothingLeft(t)
		})
	}
}

// TestKilled: after kill -9 the program itself is gone at once, and the next start clears the rest.
func TestKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and runs programs")
	}
	h := newHousehold(t, "time.Hour")
	cmd, _ := h.start(t)
	h.awaitMembers(t, 3)
	cmd.Process.Kill()
	cmd.Wait()
	for end := time.Now().Add(patience); len(h.alive()) > 2; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("the program outlives cupel: %v", h.alive())
		}
	}
	if len(h.alive()) == 0 {
		t.Fatal("the grandchildren are gone too, so nothing is tested")
	}
	next, out := h.start(t, "--runs", "1", "--timeout", "1s", "--grace", "1s")
	next.Wait()
	if got := next.ProcessState.ExitCode(); got != 2 {
		t.Errorf("the next start ended with code %d, want 2 (time-out)\n%s", got, out)
	}
	h.checkNothingLeft(t)
}
