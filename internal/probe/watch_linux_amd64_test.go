package probe

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/internal/goevent"
	"github.com/cupelgo/cupel/internal/timeline"
)

// TestWatch runs a program of every kind of build and asks of what was seen exactly what it does.
func TestWatch(t *testing.T) {
	for _, toolchain := range toolchains() {
		for _, v := range variants {
			t.Run(toolchain+"/"+v.name, func(t *testing.T) {
				bin := build(t, "life", toolchain, v)
				p := open(t, bin, false)
				if p.Blind != nil {
					t.Fatal(p.Blind)
				}
				for _, w := range []way{breakpoints, uprobes} {
					t.Run(string(w), func(t *testing.T) { testWatch(t, p, w, bin, v.cgo) })
				}
			})
		}
	}
}

func testWatch(t *testing.T, p *Program, w way, bin string, cgo bool) {
	w.available(t)
	look := func(name string, check func(*testing.T, *sight), env ...string) {
		t.Run(name, func(t *testing.T) { check(t, watch(t, p, w, bin, name, env...)) })
	}
	look("handover", checkHandover)
	look("waits", checkWaits)
	look("syscall", checkSyscall)
	look("collect", func(t *testing.T, s *sight) { checkCollect(t, s, p.layout) })
	look("locked", checkLocked)
	look("exit", checkExit)
	look("init", checkInits)
	look("die", checkDeath, "LIFE_DIE=1")
	if cgo {
		look("c", checkC)
	}
	t.Run("budget", func(t *testing.T) { testBudget(t, w, bin) })
	t.Run("unknown", func(t *testing.T) { testUnknown(t, w, bin) })
}

// succeeded holds that a program did what it does without being watched.
func succeeded(t *testing.T, s *sight) {
	t.Helper()
	if !s.state.Success() || s.out != "done\n" {
		t.Errorf("%v, it wrote %q", s.state, s.out)
	}
	if s.Main == 0 || s.End <= s.Main || s.line.End < s.End {
		t.Errorf("main at %d, the end at %d, the last event before %d", s.Main, s.End, s.line.End)
	}
	if len(s.line.Warnings) > 0 {
		t.Errorf("warnings %q", s.line.Warnings)
	}
}

// rounds is how often the program hands over, there and back.
const rounds = 20

func checkHandover(t *testing.T, s *sight) {
	succeeded(t, s)
	echo := s.goroutine(t, "main.echo")
	main := s.line.Goroutines[mainGoroutine]
	for _, tt := range []struct {
		g     *timeline.Goroutine
		by    int64
		where string
	}{{main, echo.ID, "main.handover"}, {echo, mainGoroutine, "main.echo"}} {
		if n := handedOver(tt.g, tt.by, tt.where); n != rounds {
			t.Errorf("goroutine %d was woken in %s by %d %d times, want %d", tt.g.ID, tt.where, tt.by, n, rounds)
		}
	}
	if echo.Creator != mainGoroutine && echo.Creator != 0 || echo.Runtime {
		t.Errorf("creator %d, of the runtime: %t", echo.Creator, echo.Runtime)
	}
	checkPlace(t, echo.CreatedAt, "main.handover", "go echo(ping, pong)")
	if echo.Created == 0 || echo.Created > echo.Spans()[0].To {
		t.Errorf("created at %d, first span %+v", echo.Created, echo.Spans()[0])
	}
}

// handedOver counts the waits of g for a channel in a function that another goroutine ended.
func handedOver(g *timeline.Goroutine, by int64, function string) (n int) {
	spans := g.Spans()
	for i := 1; i < len(spans); i++ {
		wait, next := &spans[i-1], &spans[i]
		if wait.State == timeline.Waiting && wait.Reason == "chan receive" && wait.Stack.Has(function) &&
			next.State == timeline.Runnable && next.Waker == by {
			n++
		}
	}
	return n
}

// checkPlace holds that the innermost frame of the program on a stack is a line of main.go.
func checkPlace(t *testing.T, s *timeline.Stack, function, source string) {
	t.Helper()
	for _, f := range s.Frames() {
		if !strings.HasPrefix(f.Func, "main.") {
			continue
		}
		if want := lineOf(t, "main.go", source); f.Func != function || filepath.Base(f.File) != "main.go" || f.Line != want {
			t.Errorf("at %s:%d in %s, want %s in main.go:%d", f.File, f.Line, f.Func, function, want)
		}
		return
	}
	t.Errorf("no function of the program in %v", s.Frames())
}

func checkWaits(t *testing.T, s *sight) {
	succeeded(t, s)
	for _, tt := range []struct {
		function, reason, at string
		woken                bool // by a goroutine
	}{
		{"main.receives", "chan receive", "main.receives", true},
		{"main.sends", "chan send", "main.sends", true},
		{"main.selects", "select", "main.selects", true},
		{"main.locks", "sync", "sync.(*Mutex).Lock", true},
		{"main.conditions", "sync.(*Cond).Wait", "sync.(*Cond).Wait", true},
		{"main.reads", "network", "internal/poll.(*FD).Read", false},
		{"main.sleeps", "sleep", "time.Sleep", false},
		{"main.forever", "forever", "main.forever", false},
	} {
		g := s.goroutine(t, tt.function)
		spans := g.Spans()
		i := slices.IndexFunc(spans, func(s timeline.Span) bool { return s.State == timeline.Waiting })
		if i < 0 {
			t.Errorf("%s did not wait: %+v", tt.function, spans)
			continue
		}
		if wait := &spans[i]; wait.Reason != tt.reason || !wait.Stack.Has(tt.function) || !wait.Stack.Has(tt.at) {
			t.Errorf("%s waited for %q at %v, want %q in %s", tt.function, wait.Reason, wait.Stack.Frames(), tt.reason, tt.at)
		}
		switch last := i+1 == len(spans); {
		case tt.reason == "forever" != last:
			t.Errorf("%s: after the wait %+v", tt.function, spans[i+1:])
		case tt.woken && (last || spans[i+1].State != timeline.Runnable || spans[i+1].Waker == 0):
			t.Errorf("%s was not woken: %+v", tt.function, spans[i+1:])
		}
		checkPlace(t, g.CreatedAt, "main.waits", "go "+strings.TrimPrefix(tt.function, "main.")+"(")
	}
}

func checkSyscall(t *testing.T, s *sight) {
	succeeded(t, s)
	checkKernel(t, s.goroutine(t, "main.readsRaw"), "main.readsRaw", "syscall.Read")
}

// checkKernel holds that a goroutine was in the kernel, or in C, and came back.
func checkKernel(t *testing.T, g *timeline.Goroutine, functions ...string) {
	t.Helper()
	spans := g.Spans()
	for i := range spans {
		if spans[i].State != timeline.Syscall || !spans[i].Stack.Has(functions[0]) {
			continue
		}
		for _, f := range functions {
			if !spans[i].Stack.Has(f) {
				t.Errorf("no %s in %v", f, spans[i].Stack.Frames())
			}
		}
		if i+1 == len(spans) {
			t.Errorf("it did not come back: %+v", spans[i])
		}
		return
	}
	t.Errorf("it was not in the kernel: %+v", spans)
}

func checkC(t *testing.T, s *sight) {
	succeeded(t, s)
	checkKernel(t, s.line.Goroutines[mainGoroutine], "main.callsC", "runtime.cgocall")
}

func checkCollect(t *testing.T, s *sight, l *layout) {
	succeeded(t, s)
	want := []string{"GC concurrent mark phase", "stop-the-world (GC mark termination)", "stop-the-world (GC sweep termination)"}
	if l.stops == nil {
		want = []string{"GC concurrent mark phase", "stop-the-world (GC)", "stop-the-world (GC)"}
	}
	var got []string
	var mark timeline.Range
	for _, r := range s.line.Ranges {
		got = append(got, r.Name)
		if r.Name == want[0] {
			mark = r
		}
		if r.To <= r.From || r.Name != want[0] && (r.G != mainGoroutine && r.Name != want[1]) {
			t.Errorf("range %+v", r)
		}
	}
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("ranges (-want +got):\n%s", diff)
	}
	if !mark.Stack.Has("main.collects") {
		t.Errorf("it marks because of %v", mark.Stack.Frames())
	}
}

// A goroutine with a thread of its own is always on that one.
func checkLocked(t *testing.T, s *sight) {
	succeeded(t, s)
	g := s.goroutine(t, "main.keeps")
	tids := map[int32]int{}
	for _, e := range s.Events.Events {
		if e.G == g.ID && e.Kind == goevent.Run {
			tids[e.TID]++
		}
	}
	// Before it has locked its thread it may be on another one.
	if len(tids) == 0 || len(tids) > 2 {
		t.Errorf("it ran on %v", tids)
	}
	others := 0
	for tid := range tids {
		for _, sp := range s.line.Goroutines[mainGoroutine].Spans() {
			if sp.State == timeline.Running && s.ran(t, int64(tid), (sp.From+sp.To)/2) == mainGoroutine {
				others++
			}
		}
	}
	if n := handedOverTo(g); n < rounds/2 {
		t.Errorf("it waited %d times; main ran %d times on its threads", n, others)
	}
}

// handedOverTo counts the waits of g that others ended.
func handedOverTo(g *timeline.Goroutine) (n int) {
	for _, s := range g.Spans() {
		if s.State == timeline.Runnable && s.Waker != 0 {
			n++
		}
	}
	return n
}

func checkExit(t *testing.T, s *sight) {
	if s.state.ExitCode() != 3 || s.Main == 0 || s.End == 0 {
		t.Errorf("%v, main at %d, the end at %d", s.state, s.Main, s.End)
	}
	spans := s.line.Goroutines[mainGoroutine].Spans()
	last := &spans[len(spans)-1]
	if last.State != timeline.Running || !last.Stack.Has("os.Exit") || !last.Stack.Has("main.leaves") {
		t.Errorf("at last it was %s at %v", last.State, last.Stack.Frames())
	}
	for _, kind := range []goevent.Kind{goevent.Passed, goevent.Exiting} { // the runtime has begun a thread, at least
		if !slices.ContainsFunc(s.Events.Events, func(e goevent.Event) bool { return e.Kind == kind && e.Stop && e.After > 0 }) {
			t.Errorf("no event of kind %d for which the thread was stopped", kind)
		}
	}
}

// programInits are the init functions of the program, in the order in which they run.
var programInits = []string{
	"example.com/life/first.init", "example.com/life/first.init.0", "example.com/life/first.init.1", "example.com/life/first.init.2",
	"example.com/life/second.init", "example.com/life/second.init.0", "main.init", "main.init.0",
}

// initsOf returns the init functions of the program that were seen. What the time of each is comes from
// the order.
func initsOf(t *testing.T, w *Watch) (names []string) {
	t.Helper()
	last := int64(0)
	for i, in := range w.Inits {
		if in.At < last || in.Entry == 0 {
			t.Errorf("init function %d: %+v after %d", i, in, last)
		}
		last = in.At
		if strings.HasPrefix(in.Symbol, "main.") || strings.HasPrefix(in.Symbol, "example.com/") {
			names = append(names, in.Symbol)
		}
	}
	return names
}

func checkInits(t *testing.T, s *sight) {
	succeeded(t, s)
	want := programInits
	got := initsOf(t, s.Watch)
	if slices.Contains(got, "main.init.1") { // that of cgo.go
		want = append(slices.Clone(want), "main.init.1")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("init functions (-want +got):\n%s", diff)
	}
	if !slices.ContainsFunc(s.Inits, func(in Init) bool { return in.Symbol == "runtime.init" }) {
		t.Error("no runtime.init")
	}
}

// A program that dies in an init function is seen up to there.
func checkDeath(t *testing.T, s *sight) {
	if s.state.ExitCode() != 2 || !strings.Contains(s.out, "dying in init") || s.Main != 0 || s.End == 0 {
		t.Errorf("%v, main at %d, the end at %d, it wrote %q", s.state, s.Main, s.End, s.out)
	}
	if diff := cmp.Diff(programInits[:3], initsOf(t, s.Watch)); diff != "" {
		t.Errorf("init functions (-want +got):\n%s", diff)
	}
}

// When there was enough to be seen the program goes on by itself, and so is what was seen until then.
func testBudget(t *testing.T, w way, bin string) {
	const enough = 200
	for _, name := range []string{"many", "calls"} {
		p := open(t, bin, false)
		p.budget = enough
		s := watch(t, p, w, bin, name)
		if !s.state.Success() || s.out != "done\n" || s.Main == 0 || s.End == 0 {
			t.Errorf("%s: %v, it wrote %q, main at %d, the end at %d", name, s.state, s.out, s.Main, s.End)
		}
		if len(s.line.Warnings) != 1 || !strings.Contains(s.line.Warnings[0], "too many events") {
			t.Errorf("%s: warnings %q", name, s.line.Warnings)
		}
		enough := enough
		if w == uprobes {
			enough *= Cheaper
		}
		of := map[bool]int{}
		for _, e := range s.Events.Events {
			of[e.Kind == goevent.Entered || e.Kind == goevent.Returned]++
		}
		// Who is in the kernel when the budget is used up may come back, and each hit tells of two things at the
		// most.
		if of[true] > 2*enough || of[false] > 2*enough+10 {
			t.Errorf("%s: %d events of the kernel, %d others", name, of[true], of[false])
		}
	}
}

// Of a runtime that is not known the init functions are seen.
func testUnknown(t *testing.T, w way, bin string) {
	p := open(t, bin, false)
	p.layout, p.Blind = layoutOf("go1.99")
	if !errors.Is(p.Blind, errors.ErrUnsupported) {
		t.Fatalf("the layout of go1.99: %v", p.Blind)
	}
	s := watch(t, p, w, bin, "handover")
	if !s.state.Success() || s.out != "done\n" || s.Main == 0 || s.End == 0 {
		t.Errorf("%v, it wrote %q, main at %d, the end at %d", s.state, s.out, s.Main, s.End)
	}
	if got := initsOf(t, s.Watch); len(got) < len(programInits) {
		t.Errorf("init functions %q", got)
	}
	if len(s.line.Goroutines) != 1 {
		t.Errorf("%d goroutines", len(s.line.Goroutines))
	}
}

// TestChecked: a program that checks its own code survives; its init functions in that code are missing.
func TestChecked(t *testing.T) {
	for _, toolchain := range toolchains() {
		for _, v := range variants {
			t.Run(toolchain+"/"+v.name, func(t *testing.T) {
				testChecked(t, build(t, "checked", toolchain, v), "GODEBUG=fips140=on")
			})
		}
		t.Run(toolchain+"/latest", func(t *testing.T) {
			testChecked(t, build(t, "checked", toolchain, variants[0], "GOFIPS140=latest"))
		})
	}
}

func testChecked(t *testing.T, bin string, env ...string) {
	p := open(t, bin, true)
	if all := open(t, bin, false); len(all.inits) == len(p.inits) && checks(all) {
		t.Error("no init function is left alone")
	}
	for _, in := range p.inits {
		if strings.HasPrefix(in.Name, "crypto/internal/fips140/") {
			t.Errorf("%s is not left alone", in.Name)
		}
	}
	s := watch(t, p, breakpoints, bin, "", env...)
	if !s.state.Success() || len(s.out) != 65 || s.Main == 0 || s.End == 0 {
		t.Errorf("%v, it wrote %q, main at %d, the end at %d", s.state, s.out, s.Main, s.End)
	}
}

// checks reports whether a program has code that it can check.
func checks(p *Program) bool {
	_, has := p.File().Lookup("crypto/internal/fips140/check.init.0")
	return has
}

// TestLayouts: all versions of which the layout is known, and no others.
func TestLayouts(t *testing.T) {
	for minor := 10; minor < 40; minor++ {
		for _, form := range []string{"go1.%d", "go1.%d.3", "go1.%drc1", "go1.%d.1 X:something"} {
			v := fmt.Sprintf(form, minor)
			l, err := layoutOf(v)
			if known := minor >= 18 && minor <= 27; (err == nil) != known || (l != nil) != known {
				t.Errorf("layoutOf(%q) = %v, %v", v, l, err)
			}
		}
	}
	for _, v := range []string{"", "devel +0123456789", "go2.1", "go1", "1.21"} {
		if _, err := layoutOf(v); !errors.Is(err, errors.ErrUnsupported) {
			t.Errorf("layoutOf(%q): %v", v, err)
		}
	}
}
