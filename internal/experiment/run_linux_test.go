package experiment

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// lockAndBurn burns CPU on a thread that ends with the goroutine.
func lockAndBurn() {
	runtime.LockOSThread()
	from, _ := cpuTime(os.Getpid())
	for now := from; now < from+0.1; now, _ = cpuTime(os.Getpid()) {
	}
}

// newTestSession opens a session in a temporary root of its own.
func newTestSession(t *testing.T) *Session {
	t.Helper()
	t.Setenv("TMPDIR", t.TempDir())
	s, err := NewSession()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		assertNothingLeft(t, s)
	})
	return s
}

// assertNothingLeft looks for processes and files of s and for children of this process.
func assertNothingLeft(t *testing.T, s *Session) {
	t.Helper()
	for _, p := range newReaper(s.token, 0).census() {
		t.Errorf("process %d (%s) is left", p.pid, p.name)
	}
	for _, p := range processes() {
		if p.parent == os.Getpid() {
			t.Errorf("child %d (%s, zombie %t) is left", p.pid, p.name, p.zombie)
		}
	}
	if _, err := os.Stat(s.temp); s.closed && !errors.Is(err, os.ErrNotExist) {
		t.Errorf("folder %s is left", s.temp)
	}
}

// helper is the command that plays the helper of that name.
func helper(name string, args ...string) Command {
	return Command{
		Path: os.Args[0], Args: args, Env: append(os.Environ(), helperKey+"="+name),
		Timeout: 20 * time.Second,
	}
}

func ready(t *testing.T, s string) Ready {
	t.Helper()
	r, err := ParseReady(s)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// run does a run that must be possible, whatever its outcome.
func run(t *testing.T, s *Session, c Command, r string) Run {
	t.Helper()
	got, err := s.Run(context.Background(), c, ready(t, r))
	if err != nil {
		t.Fatalf("Run(%s): %v", r, err)
	}
	return got
}

func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}

func readInts(t *testing.T, path string) (list []int64) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for field := range strings.FieldsSeq(string(b)) {
		n, err := strconv.ParseInt(field, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, n)
	}
	return list
}

func alive(pid int) bool {
	p, err := readProcess(pid)
	return err == nil && !p.zombie
}

// outcome is what a table test compares of a Run.
type outcome struct {
	Outcome  string
	Problem  string
	ExitCode int
	Signal   string
	Ready    bool
}

func TestRun(t *testing.T) {
	s := newTestSession(t)
	port, file := freePort(t), filepath.Join(s.Temp(), "file")
	stopped := outcome{OutcomeReady, "", -1, "SIGTERM", true}
	soon := func(c Command) Command { c.Timeout = 300 * time.Millisecond; return c }
	tests := []struct {
		name  string
		c     Command
		ready string
		want  outcome
	}{
		{"exit", helper("nothing"), "exit", outcome{OutcomeExited, "", 0, "", true}},
		{"auto exit", helper("nothing"), "auto", outcome{OutcomeExited, "", 0, "", true}},
		{"auto listen", helper("listen", "tcp", "127.0.0.1:0"), "auto", stopped},
		{"auto unix", helper("listen", "unix", s.Temp()+"/a.sock"), "auto", stopped},
		{"listen", helper("listen", "tcp", "127.0.0.1:0"), "listen", stopped},
		{"listen on port", helper("listen", "tcp", "127.0.0.1:0", "tcp", ":"+port), "listen:" + port, stopped},
		{"http", helper("web", "127.0.0.1:"+port, file), "http://127.0.0.1:" + port, stopped},
		{"stdout", helper("say", "up", "down"), "stdout:^up$", stopped},
		{"stderr", helper("say", "up", "down"), "stderr:^down$", stopped},
		{"stdout, then the end", helper("say", "up", "down", "end"), "stdout:^up$",
			outcome{OutcomeReady, "", 0, "", true}},
		{"file", helper("touch", file+"2"), "file:" + file + "2", stopped},
		{"file again", helper("touch", file+"2"), "file:" + file + "2", stopped},

		{"crash", helper("exit", "3"), "auto",
			outcome{OutcomeCrashed, "the program ended with code 3 before it was ready", 3, "", false}},
		{"signal", helper("die"), "listen",
			outcome{OutcomeCrashed, "the program was ended by SIGKILL before it was ready", -1, "SIGKILL", false}},
		{"early end", helper("nothing"), "listen:" + port, outcome{OutcomeEnded,
			"the program ended with code 0, but it was to get ready by listen:" + port, 0, "", false}},
		{"exit overdue", soon(helper("sleep")), "exit", outcome{OutcomeTimeout,
			"the program did not end in 0.3 s", -1, "SIGTERM", false}},
		{"auto overdue", soon(helper("sleep")), "auto", outcome{OutcomeTimeout,
			"the program neither listened nor ended in 0.3 s", -1, "SIGTERM", false}},
		{"other port", soon(helper("listen", "unix", "@experiment-"+port)), "listen:" + port,
			outcome{OutcomeTimeout, "the program did not listen on port " + port +
				" in 0.3 s; it listens on @experiment-" + port, -1, "SIGTERM", false}},
		{"line never seen", soon(helper("say", "up", "down")), "stdout:nope", outcome{OutcomeTimeout,
			"no line of stdout matched /nope/ in 0.3 s", -1, "SIGTERM", false}},
		{"file never seen", soon(helper("sleep")), "file:" + file + "3", outcome{OutcomeTimeout,
			"file " + file + "3 did not appear in 0.3 s", -1, "SIGTERM", false}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := run(t, s, tt.c, tt.ready)
			got := outcome{r.Outcome, r.Problem, r.ExitCode, r.Signal, r.Ready != 0}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("run (-want +got):\n%s%+v", d, r)
			}
			if r.Ready != 0 && (r.Ready < r.Start || r.End < r.Ready) || r.End < r.Start {
				t.Errorf("start %d, ready %d, end %d are out of order", r.Start, r.Ready, r.End)
			}
			if len(r.Warnings) > 0 {
				t.Errorf("warnings %q", r.Warnings)
			}
			assertNothingLeft(t, s)
		})
	}
}

func TestRunFigures(t *testing.T) {
	ballast := make([]byte, 96<<20) // must not count as memory of the program
	for i := range ballast {
		ballast[i] = 1
	}
	s := newTestSession(t)
	for name, r := range map[string]Run{
		"exit":  run(t, s, helper("nothing"), "exit"),
		"ready": run(t, s, helper("burn", "tcp", "127.0.0.1:0"), "auto"),
	} {
		missed := name == "exit" && r.MaxRSS == -1 // it may end before the first look
		if !missed && (r.MaxRSS <= 0 || r.MaxRSS >= int64(len(ballast))) {
			t.Errorf("%s: MaxRSS = %d, want less than %d", name, r.MaxRSS, len(ballast))
		}
		if r.CPUReady <= 0 || r.CPU < r.CPUReady {
			t.Errorf("%s: CPUReady = %g, CPU = %g", name, r.CPUReady, r.CPU)
		}
		if r.MinorFaults <= 0 || r.MajorFaults < 0 {
			t.Errorf("%s: faults = %d, %d", name, r.MinorFaults, r.MajorFaults)
		}
		if name == "ready" && r.CPUReady < 0.1 {
			t.Errorf("CPUReady = %g: the thread that ended is missing", r.CPUReady)
		}
	}
	runtime.KeepAlive(ballast)
}

func TestNoSuchProgram(t *testing.T) {
	s := newTestSession(t)
	_, err := s.Run(context.Background(), Command{Path: "/no/such/program"}, Ready{})
	if !errors.Is(err, os.ErrNotExist) {
		t.Errorf("Run = %v, want that it does not exist", err)
	}
}

func TestOutputIsCapped(t *testing.T) {
	s := newTestSession(t)
	c := helper("flood")
	c.Output, c.OutputCap = filepath.Join(s.Temp(), "output"), 1000
	r := run(t, s, c, "exit")
	if !r.Good() || !r.Truncated || r.OutputBytes < 32<<20-100 {
		t.Errorf("run %+v", r)
	}
	if info, err := os.Stat(c.Output); err != nil || info.Size() != 1000 {
		t.Errorf("output: %v, %v, want 1000 bytes", info, err)
	}
	if n := len(r.LastLines); n != tailLines {
		t.Errorf("%d last lines, want %d", n, tailLines)
	}
}

func TestFilesAndEnvironment(t *testing.T) {
	s := newTestSession(t)
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	c := Command{
		Path: "/bin/sh", Dir: s.Temp(),
		Args:  []string{"-c", `read x </proc/self/fd/0; echo "$PWD $CUPEL_RUN $x" >/proc/self/fd/97`},
		Env:   []string{"PATH=/bin:/usr/bin", "CUPEL_RUN=other"},
		Files: map[int]*os.File{97: write},
	}
	r := run(t, s, c, "auto")
	write.Close()
	got, err := io.ReadAll(read)
	if want := s.Temp() + " " + s.token + " \n"; err != nil || string(got) != want {
		t.Errorf("the program saw %q, %v, want %q; %+v", got, err, want, r)
	}
}
