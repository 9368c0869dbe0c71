package experiment

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
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

// Output that is still in the pipe when the program has ended decides like any other.
func TestLastOutputCounts(t *testing.T) {
	out, err := newOutput("", 0)
	if err != nil {
		t.Fatal(err)
	}
	var run Run
	a := &attempt{
		ready: ready(t, "stdout:^up$"), run: &run, out: out, hits: make(chan hit, 1),
		child: &child{pid: os.Getpid(), done: make(chan struct{}), end: Monotonic()},
	}
	close(a.child.done)
	a.look = a.received
	out.read(a.matcher(Stdout), nil)
	var writer sync.WaitGroup
	writer.Go(func() {
		out.streams[0].write.WriteString("up\n")
		out.handedOver()
	})
	a.ended()
	writer.Wait()
	if run.Outcome != OutcomeReady || run.Ready != a.child.end {
		t.Errorf("outcome %q, ready %d, end %d", run.Outcome, run.Ready, a.child.end)
	}
	out.finish()
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

func TestListenersInOrder(t *testing.T) {
	s := newTestSession(t)
	first, second := "127.0.0.1:"+freePort(t), s.Temp()+"/second.sock"
	c := helper("listen", "tcp", first, "unix", second)
	c.Linger = 10 * time.Second
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	go func() { // end the linger once the second listener is there
		conn, err := net.Dial("unix", second)
		for err != nil && ctx.Err() == nil {
			time.Sleep(time.Millisecond)
			conn, err = net.Dial("unix", second)
		}
		stop()
		if err == nil {
			conn.Close()
		}
	}()
	r, err := s.Run(ctx, c, Ready{Kind: Auto})
	if !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	var got []string
	for _, l := range r.Listeners {
		got = append(got, l.Network+" "+l.Address)
	}
	if d := cmp.Diff([]string{"tcp4 " + first, "unix " + second}, got); d != "" {
		t.Errorf("listeners (-want +got):\n%s", d)
	}
	if r.Taken == nil || r.Taken.Address != first || r.Taken.Seen != r.Ready {
		t.Errorf("Taken = %+v, Ready = %d", r.Taken, r.Ready)
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func TestAcceptProbe(t *testing.T) {
	s := newTestSession(t)
	for _, address := range []string{"127.0.0.1:0", ":0", "[::1]:0"} {
		file := filepath.Join(s.Temp(), "instants")
		c := helper("late", address, file)
		c.AcceptProbe = true
		r := run(t, s, c, "auto")
		if !r.Good() {
			t.Fatalf("%s: %+v", address, r)
		}
		instants := readInts(t, file)
		if listened, accepted := instants[0], instants[1]; r.Taken.Seen < listened || r.Ready < accepted {
			t.Errorf("%s: listened %d, seen %d, accepted %d, ready %d",
				address, listened, r.Taken.Seen, accepted, r.Ready)
		}
	}
}

func TestAcceptProbeNeverAccepted(t *testing.T) {
	s := newTestSession(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	f, err := l.(*net.TCPListener).File()
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	c := helper("sleep") // inherits a listener on which nobody accepts
	c.Files = map[int]*os.File{5: f}
	c.AcceptProbe, c.Timeout = true, 300*time.Millisecond
	r := run(t, s, c, "auto")
	want := "the program listens on " + l.Addr().String() + " but accepted no connection in 0.3 s"
	if r.Outcome != OutcomeTimeout || r.Problem != want {
		t.Errorf("outcome %s, problem %q, want %q", r.Outcome, r.Problem, want)
	}
	l.Close()
}

func TestHTTPWaitsForAGoodAnswer(t *testing.T) {
	s := newTestSession(t)
	file, address := filepath.Join(s.Temp(), "instant"), "127.0.0.1:"+freePort(t)
	r := run(t, s, helper("web", address, file), "http://"+address+"/")
	if answered := readInts(t, file)[0]; !r.Good() || r.Ready < answered {
		t.Errorf("answered %d, run %+v", answered, r)
	}
}

func TestHTTPOverdue(t *testing.T) {
	s := newTestSession(t)
	c := helper("sleep")
	c.Timeout = 300 * time.Millisecond
	r := run(t, s, c, "http://127.0.0.1:"+freePort(t)+"/")
	if !strings.Contains(r.Problem, "connection refused") {
		t.Errorf("problem %q, want the last answer", r.Problem)
	}
}

func TestPortTaken(t *testing.T) {
	s := newTestSession(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	for _, r := range []string{"listen:" + port, "http://localhost:" + port + "/"} {
		got := run(t, s, helper("nothing"), r)
		self, _ := readProcess(os.Getpid())
		want := fmt.Sprintf("port %s is taken by pid %d (%s)", port, os.Getpid(), self.name)
		if got.Outcome != OutcomePortTaken || got.Problem != want || got.Start != 0 {
			t.Errorf("%s: %s, %q, want %q", r, got.Outcome, got.Problem, want)
		}
	}
}

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

func TestExistingFileIsAnError(t *testing.T) {
	s := newTestSession(t)
	_, err := s.Run(context.Background(), helper("nothing"), Ready{Kind: File, Path: s.Temp()})
	if err == nil || !strings.Contains(err.Error(), "exists before the start") {
		t.Errorf("Run = %v, want that the file exists", err)
	}
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

func TestDescendantListens(t *testing.T) {
	s := newTestSession(t)
	sh := Command{
		Path: "/bin/sh", Args: []string{"-c", `"$0" tcp 127.0.0.1:0; true`, os.Args[0]},
		Env: append(os.Environ(), helperKey+"=listen"), Timeout: 20 * time.Second,
	}
	if r := run(t, s, sh, "auto"); r.Outcome != OutcomeReady || r.Taken == nil {
		t.Errorf("run %+v", r)
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
