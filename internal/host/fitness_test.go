package host

import (
	"encoding/json"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/unit"
)

// quiet are the readings of 10 s on a machine of two CPUs that tells everything and disturbs nobody.
func quiet() Readings {
	r := Readings{
		Host:   evidence.Host{OS: linux, Kernel: "6.18.0", Cores: 2, Cgroup: "v2", CgroupCPUs: ptr(2.0), Virtualisation: "kvm"},
		Before: alike(40, 0.01, 0.01, 0.99), During: alike(20, 0.01, 0.01, 0.99),
		Began: Total{Counters{Throttled: ptr[int64](3), CPU: &CPUTime{10, 5000}}, ptr(1.0)},
		Ended: Total{Counters{Throttled: ptr[int64](3), CPU: &CPUTime{20, 6100}}, ptr(11.0)},
		Runs:  []Used{{0.1, 0.1, 7}, {0.1, 0.1, 5}},
	}
	for i := range 101 {
		at := float64(i) / 10
		r.Moments = append(r.Moments, Moment{At: at, Waited: ptr(100 + 0.02*at), Asleep: &Offset{}, Frequency: ptr(3e9)})
	}
	return r
}

// from changes the moments from the i-th on.
func (r *Readings) from(i int, change func(*Moment)) {
	for ; i < len(r.Moments); i++ {
		change(&r.Moments[i])
	}
}

func TestJudgeFitness(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(*Readings)
		states map[string]State // those that are not ok
		unfit  string           // the beginning of its reason
	}{
		{name: "quiet", change: func(*Readings) {}},
		{"another system", func(r *Readings) {
			r.Host = evidence.Host{OS: "darwin", Cores: 2}
			r.Began, r.Ended, r.Runs = Total{}, Total{}, nil
			r.from(0, func(m *Moment) { *m = Moment{At: m.At} })
			for _, p := range [][]SpinPair{r.Before, r.During} {
				for i := range p {
					p[i] = SpinPair{Spin{Wall: 0.01}, Spin{Wall: 0.01}}
				}
			}
		}, map[string]State{"spin-lost": Unknown, "spin-lost-during": Unknown, "cpu-pressure": Unknown, "cpu-others": Unknown,
			"steal": Unknown, "throttling": Unknown, "suspend": Unknown, "frequency": Unknown, "switches": Unknown}, ""},
		{"the kernel does not count pressure", func(r *Readings) {
			r.from(0, func(m *Moment) { m.Waited = nil })
			r.Ended.CPU.Wanted, r.During = 7500, nil
		}, map[string]State{"cpu-pressure": Unknown, "cpu-others": Unfit, "spin-lost-during": Unknown}, "other programs used 75 % of 2 CPUs in 10.0 s; from 50 %"},
		{"no /proc/stat", func(r *Readings) { r.Began.CPU, r.Ended.CPU = nil, nil },
			map[string]State{"cpu-others": Unknown, "steal": Unknown}, ""},
		{"others use it, and tasks wait", func(r *Readings) {
			r.Ended.CPU.Wanted, r.During = 7500, nil
			r.from(0, func(m *Moment) { m.Waited = ptr(100 + 0.9*m.At) })
		}, map[string]State{"cpu-pressure": Weakened, "cpu-others": Unfit, "spin-lost-during": Unknown},
			"other programs used 75 % of 2 CPUs in 10.0 s, and in 90 % of it"},
		{"others use it and wait, but no spin between the runs", func(r *Readings) {
			r.Ended.CPU.Wanted = 7500
			r.from(0, func(m *Moment) { m.Waited = ptr(100 + 0.9*m.At) })
		}, map[string]State{"cpu-pressure": Weakened, "cpu-others": Weakened}, ""},
		{"threads of the program itself wait", func(r *Readings) {
			r.from(0, func(m *Moment) { m.Waited = ptr(100 + 0.9*m.At) })
		}, map[string]State{"cpu-pressure": Weakened}, ""},
		{"others use it, and nobody waits", func(r *Readings) { r.Ended.CPU.Wanted = 7500 }, nil, ""},
		{"stolen", func(r *Readings) { r.Ended.CPU.Stolen += 60 }, map[string]State{"steal": Weakened}, ""},
		{"much of it stolen", func(r *Readings) { r.Ended.CPU.Stolen += 540 }, map[string]State{"steal": Unfit}, "50 % of the CPU time that was wanted"},
		{"two equal arms differ", func(r *Readings) { r.Before, r.During = alike(40, 0.01, 0.0108, 1), nil },
			map[string]State{"spin": Unfit, "spin-lost-during": Unknown}, "spins of 10 ms took 1.080 times as long"},
		{"two equal arms differed, in the other direction", func(r *Readings) { r.Before, r.During = alike(40, 0.0108, 0.01, 1), nil },
			map[string]State{"spin": Unfit, "spin-lost-during": Unknown}, "spins of 10 ms took 0.926 times as long"},
		{"overloaded", func(r *Readings) { r.Before, r.During = alike(20, 0.03, 0.03, 0.3), alike(20, 0.03, 0.03, 0.3) },
			map[string]State{"spin-lost": Weakened, "spin-lost-during": Unfit}, "spins between the runs had no CPU for 70 % of their time, the worst left out"},
		{"overloaded, and no spins between the runs", func(r *Readings) { r.Before, r.During = alike(20, 0.03, 0.03, 0.3), nil },
			map[string]State{"spin-lost": Unfit, "spin-lost-during": Unknown}, "spins before the experiment had no CPU for 70 % of their time, the worst left out"},
		{"overloaded only before", func(r *Readings) { r.Before = alike(20, 0.03, 0.03, 0.3) },
			map[string]State{"spin-lost": Weakened, "spin-tail": Weakened}, ""},
		{"so much that no interval came about", func(r *Readings) { r.Before, r.During = alike(3, 0.3, 0.3, 0.03), nil },
			map[string]State{"spin": Unfit, "spin-lost": Unfit, "spin-lost-during": Unknown}, "in 1.80 s only 3 pairs of spins ended"},
		{"a tail", func(r *Readings) {
			for i := range 8 {
				r.Before[i] = SpinPair{spinOf(0.02, 1), spinOf(0.02, 1)}
			}
		}, map[string]State{"spin-tail": Weakened}, ""},
		{"the clock was set a little back", func(r *Readings) { r.from(50, func(m *Moment) { m.Set.Value = -0.5 }) },
			map[string]State{"clock": Weakened}, ""},
		{"the clock was set forwards", func(r *Readings) { r.from(50, func(m *Moment) { m.Set.Value = 3600 }) },
			map[string]State{"clock": Unfit}, "the clock was set once within 10.0 s, first by 3600 s forwards"},
		{"suspended", func(r *Readings) { r.from(50, func(m *Moment) { m.Asleep = &Offset{Value: 7} }) },
			map[string]State{"suspend": Unfit}, "the machine was suspended for 7.00 s"},
		{"a clock that was read slowly is no suspend", func(r *Readings) { r.from(50, func(m *Moment) { m.Asleep = &Offset{0.01, 0.01} }) }, nil, ""},
		{"throttled", func(r *Readings) { *r.Ended.Throttled += 60 },
			map[string]State{"throttling": Unfit}, "60 periods cut short during the measurement, that is up to 60 % of 10.0 s"},
		{"throttled by a quota that cannot be seen", func(r *Readings) { r.Host.CgroupCPUs, *r.Ended.Throttled = nil, 13 },
			map[string]State{"throttling": Weakened}, ""},
		{"no quota", func(r *Readings) { r.Host.CgroupCPUs = nil }, nil, ""},
		{"clocks down", func(r *Readings) { r.from(80, func(m *Moment) { m.Frequency = ptr(2e9) }) },
			map[string]State{"frequency": Weakened}, ""},
		{"not watched", func(r *Readings) { *r = Readings{Host: r.Host} }, map[string]State{"spin": Unknown, "spin-lost": Unknown,
			"spin-lost-during": Unknown, "spin-tail": Unknown, "cpu-pressure": Unknown, "cpu-others": Unknown, "steal": Unknown,
			"throttling": Unknown, "clock": Unknown, "suspend": Unknown, "frequency": Unknown, "switches": Unknown}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := quiet()
			tt.change(&r)
			f := JudgeFitness(r)
			states := map[string]State{}
			for _, c := range f.Checks {
				if c.State != OK {
					states[c.Name] = c.State
				}
				if c.Value == "" || c.Why == "" || c.Limit == "" {
					t.Errorf("%s says nothing: %+v", c.Name, c)
				}
			}
			if !maps.Equal(states, tt.states) {
				t.Errorf("states = %v, want %v", states, tt.states)
			}
			reason := f.Unfit
			if (reason == "") != (tt.unfit == "") || !strings.HasPrefix(reason, tt.unfit) {
				t.Errorf("unfit = %q, want it to begin with %q", reason, tt.unfit)
			}
			if _, err := json.Marshal(f); err != nil {
				t.Errorf("a record cannot hold it: %v", err)
			}
		})
	}
}

// TestThrottledGroups: the counts come from the files of either kind of groups.
func TestThrottledGroups(t *testing.T) {
	for name, files := range map[string][2]map[string]string{
		"v1": {{"proc/self/cgroup": "5:cpu,cpuacct:/job\n", "sys/fs/cgroup/cpu/job/cpu.stat": "nr_periods 9\nnr_throttled 2\n"},
			{"proc/self/cgroup": "5:cpu,cpuacct:/job\n", "sys/fs/cgroup/cpu/job/cpu.stat": "nr_periods 99\nnr_throttled 62\n"}},
		"v2": {{"proc/self/cgroup": "0::/job\n", "sys/fs/cgroup/job/cpu.stat": "nr_throttled 0\n"},
			{"proc/self/cgroup": "0::/job\n", "sys/fs/cgroup/job/cpu.stat": "nr_throttled 60\n"}},
	} {
		r := quiet()
		r.Began.Throttled, r.Ended.Throttled = count(tree(files[0])).Throttled, count(tree(files[1])).Throttled
		f := JudgeFitness(r)
		if !strings.Contains(f.Unfit, "60 periods cut short") {
			t.Errorf("%s: unfit = %q, want the 60 periods", name, f.Unfit)
		}
	}
}

func TestWorstReason(t *testing.T) {
	r := quiet()
	r.During = alike(20, 0.03, 0.03, 0.6)             // 4 times what is fit
	r.from(50, func(m *Moment) { m.Set.Value = 100 }) // 100 times
	r.Ended.Throttled = ptr[int64](63)                // 3 times
	const (
		want   = "the clock was set once within 10.0 s, first by 100 s forwards, by 100 s in all; from 1.00 s on it is unfit"
		change = "measure anew while nobody sets the clock or stops the machine"
	)
	if f := JudgeFitness(r); f.Unfit != want || f.Remedy != change {
		t.Errorf("unfit =\n%s; %s\nwant\n%s; %s", f.Unfit, f.Remedy, want, change)
	}
}

func TestFitnessForTheRecord(t *testing.T) {
	r := quiet()
	*r.Ended.Throttled += 60
	r.from(50, func(m *Moment) { m.Set.Value = -0.5 })
	f := JudgeFitness(r)
	n := map[string]int{}
	for _, m := range f.Metrics {
		n[m.Name] = m.Summary.N
		if _, name, _ := strings.Cut(m.Name, ":"); m.Unit != name || unit.Format(1, m.Unit) == "" {
			t.Errorf("%s has the unit %q", m.Name, m.Unit)
		}
	}
	want := map[string]int{"/host/spin:ratio": 40, "/host/spin/wall:seconds": 80, "/host/spin/cpu:seconds": 80,
		"/host/spin/during:ratio": 20, "/host/spin/during/wall:seconds": 40, "/host/spin/during/cpu:seconds": 40,
		"/host/pressure/cpu:ratio": 10, "/host/others/cpu:ratio": 1, "/host/steal:ratio": 1, "/host/throttled:count": 1,
		"/host/clock/jump:seconds": 1, "/host/suspended:seconds": 1}
	if diff := cmp.Diff(want, n); diff != "" {
		t.Errorf("samples differ (-want +got):\n%s", diff)
	}
	warnings := f.Warnings("/startup/ready:seconds")
	begin := slices.Collect(func(yield func(string) bool) {
		for _, w := range warnings {
			yield(w.Text[:strings.Index(w.Text, ":")])
		}
	})
	if diff := cmp.Diff([]string{strings.TrimSuffix(unfitTo, ": "), "clock weakens wall times"}, begin); diff != "" {
		t.Errorf("warnings differ (-want +got):\n%s", diff)
	}
	if got := JudgeFitness(quiet()).Warnings(""); len(got) > 0 {
		t.Errorf("a quiet machine warns: %v", got)
	}
}

func TestGauges(t *testing.T) {
	seen := map[string]bool{}
	for _, g := range gauges {
		if g.name == "" || g.why == "" || g.read == nil || g.unit == "" || seen[g.name] {
			t.Errorf("gauge %+v is incomplete or twice there", g.name)
		}
		if g.unfit > 0 && (g.weakened <= 0 || g.weakened > g.unfit) || math.IsNaN(g.weakened) {
			t.Errorf("%s weakens from %v on, and is unfit from %v on", g.name, g.weakened, g.unfit)
		}
		seen[g.name] = true
	}
}
