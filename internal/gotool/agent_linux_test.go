package gotool

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/exp/trace"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/internal/agent"
	"github.com/cupelgo/cupel/internal/tool"
)

// patience is for things that take milliseconds, on a machine that is busy with other things.
const patience = 60 * time.Second

// observed is an instrumented program that runs.
type observed struct {
	t           *testing.T
	cmd         *exec.Cmd
	control     *os.File
	out         bytes.Buffer
	trace       string
	marks       string
	descriptors []*os.File
}

// observe starts an instrumented program with the three descriptors.
func observe(t *testing.T, bin string, args ...string) *observed {
	t.Helper()
	return activate(t, agent.Magic, bin, args...)
}

// activate is observe with another word in the control channel.
func activate(t *testing.T, magic, bin string, args ...string) *observed {
	t.Helper()
	dir := t.TempDir()
	p := &observed{t: t, trace: filepath.Join(dir, "trace"), marks: filepath.Join(dir, "marks")}
	p.cmd = exec.CommandContext(t.Context(), bin, args...)
	p.cmd.Stdout, p.cmd.Stderr = &p.out, &p.out
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} // the test may time out
	p.cmd.ExtraFiles = make([]*os.File, agent.MarksFD-3+1)
	p.cmd.ExtraFiles[agent.ControlFD-3] = p.socket()
	p.cmd.ExtraFiles[agent.TraceFD-3] = p.create(p.trace)
	p.cmd.ExtraFiles[agent.MarksFD-3] = p.create(p.marks)
	if _, err := io.WriteString(p.control, magic); err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for _, f := range p.descriptors {
		f.Close()
	}
	return p
}

func (p *observed) create(name string) *os.File {
	f, err := os.Create(name)
	if err != nil {
		p.t.Fatal(err)
	}
	p.descriptors = append(p.descriptors, f)
	return f
}

// socket makes the control channel, keeps one end and returns the child's.
func (p *observed) socket() *os.File {
	fds, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		p.t.Fatal(err)
	}
	p.control = os.NewFile(uintptr(fds[0]), "control")
	p.t.Cleanup(func() { p.control.Close() })
	child := os.NewFile(uintptr(fds[1]), "control of the child")
	p.descriptors = append(p.descriptors, child)
	return child
}

// stop asks the agent to stop and waits for its answer.
func (p *observed) stop() {
	p.t.Helper()
	if _, err := p.control.Write([]byte{0}); err != nil {
		p.t.Fatal(err)
	}
	var ack [1]byte
	if _, err := io.ReadFull(p.control, ack[:]); err != nil || ack[0] != agent.Ack {
		p.t.Fatalf("answer to stop = %q, %v", ack, err)
	}
}

// wait returns the exit code.
func (p *observed) wait() int {
	p.t.Helper()
	timer := time.AfterFunc(patience, func() { p.cmd.Process.Kill() })
	defer timer.Stop()
	err := p.cmd.Wait()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		p.t.Fatal(err)
	}
	return p.cmd.ProcessState.ExitCode()
}

func (p *observed) kill() {
	p.cmd.Process.Kill()
	p.wait()
}

func (p *observed) readMarks() *agent.Marks {
	p.t.Helper()
	text, err := os.ReadFile(p.marks)
	if err != nil {
		p.t.Fatal(err)
	}
	m, err := agent.ParseMarks(string(text))
	if err != nil {
		p.t.Fatal(err)
	}
	return m
}

// events reads the whole trace.
func (p *observed) events() []trace.Event {
	p.t.Helper()
	return readEvents(p.t, p.trace)
}

func readEvents(t *testing.T, file string) []trace.Event {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	r, err := trace.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("trace of %d bytes: %v", len(data), err)
	}
	var events []trace.Event
	for {
		e, err := r.ReadEvent()
		if err == io.EOF {
			return events
		}
		if err != nil {
			t.Fatalf("trace event %d: %v", len(events), err)
		}
		events = append(events, e)
	}
}

// programInits are the init functions of the program itself, in order.
func programInits(m *agent.Marks) []string {
	var names []string
	for _, in := range m.Inits {
		if strings.HasPrefix(in.Symbol, "example.com/") || strings.HasPrefix(in.Symbol, "main.") {
			names = append(names, in.Symbol)
		}
	}
	return names
}

var lifeInits = []string{
	"example.com/life/leaf.init",
	"example.com/life/leaf.init.0",
	"example.com/life/leaf.init.1",
	"example.com/life/a.init.0",
	"main.init",
	"main.init.0",
}

func TestAgent(t *testing.T) {
	eachToolchain(t, func(t *testing.T, env []string) {
		target := resolve(t, Options{Target: ".", Dir: unpack(t, "life"), Env: env})
		if want := tool.Lookup(env, "GOTOOLCHAIN"); want != "local" && target.GoVersion != want {
			t.Fatalf("toolchain is %s, want %s", target.GoVersion, want)
		}
		bin := instrument(t, target)
		t.Run("ends", func(t *testing.T) { testEnds(t, bin) })
		t.Run("dies", func(t *testing.T) { testDies(t, bin) })
		t.Run("stop", func(t *testing.T) { testStop(t, bin) })
		t.Run("stop during init", func(t *testing.T) { testStopDuringInit(t, bin) })
		t.Run("parent goes", func(t *testing.T) { testParentGoes(t, bin) })
		t.Run("deadlock after stop", func(t *testing.T) { testDeadlock(t, bin) })
		t.Run("inactive", func(t *testing.T) { testInactive(t, bin) })
		t.Run("child", func(t *testing.T) { testChild(t, bin, target.GoVersion) })
		t.Run("trace", func(t *testing.T) { testTrace(t, bin) })
		t.Run("allocations", func(t *testing.T) { testAllocs(t, bin, target) })
		t.Run("goroot", func(t *testing.T) { testGOROOT(t, target, bin) })
		t.Run("dependencies", func(t *testing.T) { testAgentDeps(t, target) })
	})
}

// testEnds lets the program end in every way that it can choose itself.
func testEnds(t *testing.T, bin string) {
	for _, tt := range []struct {
		mode       string
		code       int
		unfinished bool // the last init function
	}{
		{mode: "return", code: 0},
		{mode: "exit", code: 3},
		{mode: "exit-elsewhere", code: 3},
		{mode: "panic", code: 2},
		{mode: "panic-in-init", code: 2, unfinished: true},
		{mode: "exit-in-init", code: 4, unfinished: true},
	} {
		t.Run(tt.mode, func(t *testing.T) {
			p := observe(t, bin, tt.mode)
			if code := p.wait(); code != tt.code {
				t.Errorf("exit code = %d, want %d\n%s", code, tt.code, &p.out)
			}
			m := p.readMarks()
			if !m.Complete || len(m.Notes) > 0 {
				t.Errorf("complete = %v, notes = %q", m.Complete, m.Notes)
			}
			if diff := cmp.Diff(lifeInits, programInits(m)); diff != "" {
				t.Errorf("init functions (-want +got):\n%s", diff)
			}
			checkTimes(t, m, tt.unfinished)
			if panics := strings.HasPrefix(tt.mode, "panic"); panics != strings.Contains(p.out.String(), "panic: planted\n") {
				t.Errorf("program printed\n%s", &p.out)
			}
			if m.PID != p.cmd.Process.Pid || m.Exit == 0 || m.Stop != 0 {
				t.Errorf("pid %d (is %d), exit %d, stop %d", m.PID, p.cmd.Process.Pid, m.Exit, m.Stop)
			}
			checkMetrics(t, m, agent.AtStart, agent.AtExit)
			p.events()
		})
	}
}

// checkTimes wants the times of m in order, without gaps where there can be none.
func checkTimes(t *testing.T, m *agent.Marks, unfinished bool) {
	t.Helper()
	if m.Start == 0 || m.ClockMono < m.Start || m.ClockWall == 0 {
		t.Errorf("start %d, clock %d = %d", m.Start, m.ClockMono, m.ClockWall)
	}
	last := m.ClockMono
	for i, in := range m.Inits {
		open := in.End == 0
		if want := unfinished && i == len(m.Inits)-1; open != want {
			t.Errorf("%s unfinished = %v, want %v", in.Symbol, open, want)
		}
		if in.Start < last || !open && in.End < in.Start {
			t.Errorf("%s ran from %d to %d, after %d", in.Symbol, in.Start, in.End, last)
		}
		if in.Line == 0 || in.File == "" {
			t.Errorf("%s is at %q:%d", in.Symbol, in.File, in.Line)
		}
		last = max(last, in.End)
	}
	if unfinished != (m.InitDone == 0) || !unfinished && m.InitDone < last {
		t.Errorf("init done at %d, last init function at %d", m.InitDone, last)
	}
}

func checkMetrics(t *testing.T, m *agent.Marks, points ...string) {
	t.Helper()
	for _, point := range points {
		if v, _ := m.At(point).Value("/memory/classes/total:bytes"); v == 0 {
			t.Errorf("no memory metric at %s: %v", point, m.At(point))
		}
	}
}

// testDies ends the program in ways that nothing in it can see coming: what was written before is
// readable.
func testDies(t *testing.T, bin string) {
	p := observe(t, bin, "panic-elsewhere")
	if code := p.wait(); code != 2 || !strings.Contains(p.out.String(), "planted") {
		t.Errorf("exit code = %d, want 2 and the panic's message\n%s", code, &p.out)
	}
	p = observe(t, bin, "sleep")
	waitFor(t, "init functions", func() bool { return p.readMarks().InitDone != 0 })
	p.kill()
	m := p.readMarks()
	if diff := cmp.Diff(lifeInits, programInits(m)); diff != "" || m.Complete {
		t.Errorf("complete = %v, init functions after SIGKILL (-want +got):\n%s", m.Complete, diff)
	}
}

func testStop(t *testing.T, bin string) {
	p := observe(t, bin, "sleep")
	waitFor(t, "init functions", func() bool { return p.readMarks().InitDone != 0 })
	p.stop()
	m := p.readMarks()
	if !m.Complete || m.Stop <= m.InitDone || m.Exit != 0 {
		t.Errorf("complete %v, stop %d after %d, exit %d", m.Complete, m.Stop, m.InitDone, m.Exit)
	}
	checkTimes(t, m, false)
	checkMetrics(t, m, agent.AtStart, agent.AtInitDone, agent.AtReady)
	p.events()
	p.kill()
}

func testStopDuringInit(t *testing.T, bin string) {
	p := observe(t, bin, "block-in-init")
	waitFor(t, "the main thread to sleep in init", func() bool { return traceHasBegun(p) })
	p.stop()
	m := p.readMarks()
	if !m.Complete {
		t.Errorf("marks are incomplete: %+v", m)
	}
	checkTimes(t, m, true)
	p.events()
	p.kill()
}

// traceHasBegun gives a program the time to get stuck where it will.
func traceHasBegun(p *observed) bool {
	time.Sleep(300 * time.Millisecond)
	info, err := os.Stat(p.trace)
	return err == nil && info.Size() > 0
}

func testParentGoes(t *testing.T, bin string) {
	p := observe(t, bin, "sleep")
	p.control.Close()
	waitFor(t, "marks", func() bool { return p.readMarks().Complete })
	p.events()
	p.kill()
}

func testDeadlock(t *testing.T, bin string) {
	p := observe(t, bin, "deadlock")
	waitFor(t, "init functions", func() bool { return p.readMarks().InitDone != 0 })
	p.stop()
	if code := p.wait(); code != 2 || !strings.Contains(p.out.String(), "all goroutines are asleep") {
		t.Errorf("exit code %d, want 2 for a deadlock:\n%s", code, &p.out)
	}
}

// testInactive runs the program with nothing, and with somebody else's files, at our numbers.
func testInactive(t *testing.T, bin string) {
	out, err := exec.CommandContext(t.Context(), bin, "deadlock").CombinedOutput()
	if err == nil || !bytes.Contains(out, []byte("all goroutines are asleep")) {
		t.Errorf("inactive agent hides a deadlock: %v\n%s", err, out)
	}
	file := filepath.Join(t.TempDir(), "foreign")
	if err := os.WriteFile(file, []byte(agent.Magic), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(file, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	cmd := exec.CommandContext(t.Context(), bin, "return")
	cmd.ExtraFiles = slices.Repeat([]*os.File{f}, agent.MarksFD-3+1)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("program with foreign descriptors: %v\n%s", err, out)
	}
	if data, err := os.ReadFile(file); err != nil || string(data) != agent.Magic {
		t.Errorf("foreign file = %q, %v", data, err)
	}
}

// testChild runs a program that runs itself: only the first is observed.
func testChild(t *testing.T, bin, goVersion string) {
	p := observe(t, bin, "child")
	if code := p.wait(); code != 0 || p.out.String() != goVersion {
		t.Errorf("exit code %d, child printed %q", code, &p.out)
	}
	if m := p.readMarks(); m.PID != p.cmd.Process.Pid || !m.Complete || m.Go != goVersion {
		t.Errorf("marks of pid %d (parent is %d), %s, complete %v", m.PID, p.cmd.Process.Pid, m.Go, m.Complete)
	}
}

func testTrace(t *testing.T, bin string) {
	p := observe(t, bin, "burn")
	p.wait()
	m := p.readMarks()
	events := p.events()
	samples, agents := 0, 0
	for _, e := range events {
		if at := int64(e.Time()); at < m.Start || at > m.Exit+int64(patience) {
			t.Fatalf("event at %d, outside of the marks' %d to %d", at, m.Start, m.Exit)
		}
		for f := range e.Stack().Frames() {
			if strings.HasPrefix(f.Func, "1cupelrt.stream") {
				agents++
			}
		}
		if e.Kind() == trace.EventStackSample {
			samples++
		}
	}
	if samples == 0 || agents == 0 {
		t.Errorf("%d CPU samples, %d frames of the agent's reader in %d events", samples, agents, len(events))
	}
}

// testAllocs compares what the sampler found with what the program allocates: 10 MB in 1000 blocks of
// the size class 10240, by one line. Of these 92 % are sampled, with a standard deviation of 0.9 %.
func testAllocs(t *testing.T, bin string, target *Target) {
	p := activate(t, agent.MagicAllocs, bin, "allocate")
	if code := p.wait(); code != 0 {
		t.Fatalf("exit code %d\n%s", code, &p.out)
	}
	text, err := os.ReadFile(p.trace)
	if err != nil {
		t.Fatal(err)
	}
	a, err := agent.ParseAllocs(string(text))
	if err != nil {
		t.Fatal(err)
	}
	const all = 1000 * 10240
	if !a.Complete || a.Bytes < all || a.Bytes > all*11/10 || a.Objects < 2000 || a.Objects > 10000 {
		t.Errorf("complete %v, %d bytes in %d objects", a.Complete, a.Bytes, a.Objects)
	}
	bytes, objects := int64(0), int64(0)
	for _, s := range a.Sites {
		if in := s.Stack[0]; in.Func == "main.main" && s.Bytes/s.Objects > 1000 {
			bytes, objects = bytes+s.Bytes, objects+s.Objects
			if want := filepath.Join(target.Dir, "main.go"); in.File != want || in.Line == 0 {
				t.Errorf("allocated at %s:%d, want %s", in.File, in.Line, want)
			}
		}
		for _, in := range s.Stack {
			if strings.HasPrefix(in.Func, "1cupelrt.run") {
				t.Errorf("the agent is in the stack of an init function: %+v", s.Stack)
			}
		}
	}
	if bytes < all*9/10 || bytes > all*11/10 || objects < 900 || objects > 1100 {
		t.Errorf("sampled %d bytes in %d objects, want %d in 1000", bytes, objects, all)
	}
	if m, err := os.ReadFile(p.marks); err != nil || len(m) > 0 {
		t.Errorf("marks of %d bytes, %v", len(m), err)
	}
}

// testGOROOT wants the farm to be invisible in the program.
func testGOROOT(t *testing.T, target *Target, bin string) {
	out, err := exec.CommandContext(t.Context(), bin, "goroot").Output()
	if err != nil || string(out) != target.GOROOT {
		t.Errorf("runtime.GOROOT() = %q, %v, want %q", out, err, target.GOROOT)
	}
	p := observe(t, bin, "return")
	p.wait()
	for _, in := range p.readMarks().Inits {
		if want := filepath.Join(target.Dir, "main.go"); in.Symbol == "main.init.0" && in.File != want {
			t.Errorf("%s is in %s, want %s", in.Symbol, in.File, want)
		}
		if file := target.SourcePath(in.File); !exists(file) && !strings.HasPrefix(file, "<") {
			t.Errorf("%s is in %s, which does not exist", in.Symbol, file)
		}
	}
}

// testAgentDeps pins what the agent brings along: every package of it is in each program anyway.
func testAgentDeps(t *testing.T, target *Target) {
	c := target.goCmd.with("GOROOT="+filepath.Join(target.temp, "goroot"), "GOTOOLCHAIN=local")
	c.path = filepath.Join(target.temp, "goroot", "bin", "go")
	runtimeDeps, err := c.run(t.Context(), "list", "-deps", "runtime", "sync/atomic")
	if err != nil {
		t.Fatal(err)
	}
	agentDeps, err := c.run(t.Context(), "list", "-deps", "0cupel", "1cupelrt")
	if err != nil {
		t.Fatal(err)
	}
	want := append(strings.Fields(string(runtimeDeps)), "0cupel", "1cupelrt")
	got := strings.Fields(string(agentDeps))
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("dependencies (-runtime, +agent):\n%s", diff)
	}
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

func waitFor(t *testing.T, what string, done func() bool) {
	t.Helper()
	for start := time.Now(); !done(); time.Sleep(time.Millisecond) {
		if time.Since(start) > patience {
			t.Fatalf("waited %v for %s", patience, what)
		}
	}
}
