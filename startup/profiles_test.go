package startup

import (
	"bytes"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/pprof/profile"

	"github.com/cupelgo/cupel/internal/agent"
	"github.com/cupelgo/cupel/internal/timeline"
)

// TestProfiles holds of recorded evidence that profiles are the same bytes each time, are valid, and
// add up to what the tables say.
func TestProfiles(t *testing.T) {
	for _, dir := range recorded(t) {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			seen, err := loadObserved(dir)
			if err != nil {
				t.Fatal(err)
			}
			o, _, err := seen.observation(dir)
			if err != nil {
				t.Fatal(err)
			}
			again, _, err := seen.observation(dir)
			if err != nil {
				t.Fatal(err)
			}
			cpu := parsed(t, o.cpuProfile("x"), again.cpuProfile("x"))
			for _, s := range cpu.Sample {
				if s.Value[1] != s.Value[0]*o.line.Period {
					t.Errorf("%d samples are %d ns, want %d each", s.Value[0], s.Value[1], o.line.Period)
				}
			}
			offCPU := parsed(t, o.offCPUProfile("x"), again.offCPUProfile("x"))
			want := map[string]int64{}
			for _, r := range o.blockings(o.slices()) {
				want[r.reason] = r.total
			}
			if diff := cmp.Diff(want, sumBy(offCPU, "reason")); diff != "" {
				t.Errorf("off-CPU ns by reason (-table +profile)\n%s", diff)
			}
			if sumBy(offCPU, "on_path")["true"] == 0 {
				t.Error("nothing of it is on the path")
			}
			if trimmed := !filepath.IsAbs(o.marks.Inits[0].File); trimmed {
				return // by whoever built it
			}
			for _, p := range []*profile.Profile{cpu, offCPU} {
				for _, f := range p.Function {
					if strings.HasPrefix(f.Filename, "/") || f.Filename == "" || f.Filename == "_cgo_gotypes.go" {
						continue
					}
					t.Errorf("%s is in %q: pprof needs an absolute path", f.Name, f.Filename)
				}
			}
		})
	}
}

// parsed writes two profiles that must be the same and reads one.
func parsed(t *testing.T, a, b *profileBuilder) *profile.Profile {
	t.Helper()
	var first, second bytes.Buffer
	for _, err := range []error{a.write(&first), b.write(&second)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("the same evidence gave two profiles")
	}
	p, err := profile.Parse(&first)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// sumBy adds up the last value of samples by a label.
func sumBy(p *profile.Profile, label string) map[string]int64 {
	out := map[string]int64{}
	for _, s := range p.Sample {
		out[strings.Join(s.Label[label], ",")] += s.Value[len(s.Value)-1]
	}
	return out
}

// TestPprofOpens holds that the tool that users have opens the profiles.
func TestPprofOpens(t *testing.T) {
	if testing.Short() {
		t.Skip("builds pprof")
	}
	seen, err := loadObserved("testdata/recorded/regexp-at-init-go1.26.0")
	if err != nil {
		t.Fatal(err)
	}
	o, _, err := seen.observation("testdata/recorded/regexp-at-init-go1.26.0")
	if err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string]*profileBuilder{fileCPU: o.cpuProfile("x"), fileOffCPU: o.offCPUProfile("x")} {
		path := filepath.Join(t.TempDir(), name)
		if err := writeProfile(path, b); err != nil {
			t.Fatal(err)
		}
		out, err := exec.CommandContext(t.Context(), "go", "tool", "pprof", "-top", "-cum", path).CombinedOutput()
		if err != nil || !strings.Contains(string(out), "slow/rules.init") {
			t.Errorf("go tool pprof -top %s: %v\n%s", name, err, out)
		}
	}
}

func TestWithoutAgent(t *testing.T) {
	for _, c := range []struct{ name, stack, want string }{
		{"an init function", "regexp.Compile a.init 1cupelrt.runTask 0cupel.init.0 runtime.doInit1", "regexp.Compile a.init runtime.doInit1"},
		{"the agent itself", "runtime.mallocgc 1cupelrt.runInits 0cupel.init.0", "runtime.mallocgc 1cupelrt.runInits 0cupel.init.0"},
		{"no agent", "runtime.gopark main.main", "runtime.gopark main.main"},
		{"nothing", "", ""},
	} {
		var frames []timeline.Frame
		for f := range strings.FieldsSeq(c.stack) {
			frames = append(frames, timeline.Frame{Func: f})
		}
		var got []string
		for _, f := range withoutAgent(timeline.NewStack(frames...).Frames()) {
			got = append(got, f.Func)
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: withoutAgent = %q, want %q", c.name, s, c.want)
		}
	}
}

func TestAllocsProfile(t *testing.T) {
	frame := func(symbol string, line int) timeline.Frame {
		return timeline.Frame{Func: symbol, File: "/src/" + symbol + ".go", Line: line}
	}
	a := &agent.Allocs{Rate: 4096, Sites: []agent.AllocSite{
		{Bytes: 100, Objects: 1, Stack: []timeline.Frame{frame("fmt.Sprint", 3), frame("main.main", 5)}},
		{Bytes: 200, Objects: 4, Stack: []timeline.Frame{frame("fmt.Sprint", 3), frame("main.main", 5)}},
		{Bytes: 50, Objects: 1, Stack: []timeline.Frame{frame("runtime.malg", 1)}},
		{Bytes: 900, Objects: 1, Stack: []timeline.Frame{frame("runtime.chansend", 1), frame("1cupelrt.start", 2)}},
	}}
	p := parsed(t, allocsProfile("example.com/x", a), allocsProfile("example.com/x", a))
	if len(p.Sample) != 2 || p.Sample[0].Value[0] != 5 || p.Sample[0].Value[1] != 300 {
		t.Errorf("samples %v, want one of 5 objects and 300 bytes, and one of the runtime", p.Sample)
	}
	if p.Period != 4096 || p.Mapping[0].File != "x" {
		t.Errorf("period %d, file %q", p.Period, p.Mapping[0].File)
	}
	n := newNamer("example.com/x", "example.com/x", nil)
	var got []string
	for _, s := range n.allocSites(a) {
		got = append(got, symbolPath(s.at))
	}
	if diff := cmp.Diff([]string{"example.com/x.main", ""}, got); diff != "" {
		t.Errorf("sites (-want +got)\n%s", diff)
	}
}
