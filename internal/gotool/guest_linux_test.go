package gotool

import (
	"bytes"
	"go/version"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"golang.org/x/exp/trace"

	"github.com/cupelgo/cupel/internal/agent"
)

// TestGuest runs a program that asks for the tracer and the profiler, which the agent holds.
func TestGuest(t *testing.T) {
	eachToolchain(t, func(t *testing.T, env []string) {
		target := resolve(t, Options{Target: ".", Dir: unpack(t, "guest"), Env: env})
		bin := instrument(t, target)
		flights := version.Compare(target.GoVersion, "go1.25") >= 0
		t.Run("trace", func(t *testing.T) { testGuestTrace(t, bin, "trace", "runtime/trace.Start") })
		if flights {
			t.Run("flight", func(t *testing.T) { testGuestTrace(t, bin, "flight", "runtime/trace.(*FlightRecorder).Start") })
		}
		t.Run("profile", func(t *testing.T) { testGuestProfile(t, bin) })
		t.Run("unasked", func(t *testing.T) { testGuestUnasked(t, bin) })
		t.Run("left on", func(t *testing.T) { testGuestLeft(t, bin) })
	})
}

// testGuestTrace wants the program's trace to be as whole as the agent's.
func testGuestTrace(t *testing.T, bin, mode, api string) {
	m, file := guest(t, bin, mode)
	if len(m.Guests) == 0 || m.Guests[0].API != api || m.Guests[0].Line == 0 ||
		filepath.Base(m.Guests[0].File) == "subscribe.go" {
		t.Errorf("guests %+v, want %s", m.Guests, api)
	}
	transitions := 0
	for _, e := range readEvents(t, file) {
		if e.Kind() == trace.EventStateTransition {
			transitions++
		}
	}
	if transitions < 100 { // the hand-overs of the program's work
		t.Errorf("%d transitions in the program's own trace", transitions)
	}
}

func testGuestProfile(t *testing.T, bin string) {
	m, file := guest(t, bin, "profile")
	if len(m.Guests) != 2 || m.Guests[0].API != "runtime/pprof.StartCPUProfile" || m.Guests[0].Symbol != "main.main" {
		t.Errorf("guests %+v", m.Guests)
	}
	data, err := os.ReadFile(file)
	if err != nil || !bytes.HasPrefix(data, []byte{0x1f, 0x8b}) {
		t.Errorf("profile of %d bytes, %v", len(data), err)
	}
}

// testGuestUnasked wants that merely having the packages changes nothing.
func testGuestUnasked(t *testing.T, bin string) {
	if m, _ := guest(t, bin, "none"); len(m.Guests) > 0 {
		t.Errorf("guests %+v", m.Guests)
	}
}

// testGuestLeft ends the program while its trace runs, once with a writer that takes nothing.
func testGuestLeft(t *testing.T, bin string) {
	for mode, want := range map[string]int{"trace-left": 3, "trace-stuck": 0} {
		p := observe(t, bin, mode, filepath.Join(t.TempDir(), "out"))
		if code := p.wait(); code != want || p.out.Len() > 0 {
			t.Errorf("%s: exit code %d, want %d; output %q", mode, code, want, &p.out)
		}
		p.events()
		if !p.readMarks().Complete {
			t.Errorf("%s: marks are incomplete", mode)
		}
	}
}

// guest runs the program under observation.
func guest(t *testing.T, bin, mode string) (m *agent.Marks, file string) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "out")
	p := observe(t, bin, mode, file)
	if code := p.wait(); code != 0 {
		t.Errorf("%s: exit code %d", mode, code)
	}
	if diff := cmp.Diff("done", p.out.String()); diff != "" {
		t.Errorf("%s printed (-want +got):\n%s", mode, diff)
	}
	p.events()
	return p.readMarks(), file
}
