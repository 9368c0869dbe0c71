package host

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/cupelgo/cupel/evidence"
)

func TestMomentOfFiles(t *testing.T) {
	const first, second = "sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq", "sys/devices/system/cpu/cpu1/cpufreq/scaling_cur_freq"
	const pressure = "proc/pressure/cpu"
	for _, tt := range []struct {
		name  string
		files map[string]string
		want  Moment
	}{
		{"nothing is told", nil, Moment{}},
		{"waiting, and the faster CPU", map[string]string{
			pressure: "some avg10=1.50 avg60=1.73 avg300=2.83 total=86261439\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n",
			first:    "1200000\n", second: "3400000\n",
		}, Moment{Waited: ptr(86.261439), Frequency: ptr(3.4e9)}},
		{"no total, no number", map[string]string{pressure: "some avg10=1.50\n", first: "<unknown>\n", second: "0\n"}, Moment{}},
		{"only of all tasks", map[string]string{pressure: "full avg10=0.00 total=7\n"}, Moment{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got Moment
			root := tree(tt.files)
			got.add(root, frequencyFiles(root))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("moment differs (-want +got):\n%s", diff)
			}
		})
	}
}

// TestOffset: who is interrupted between two clocks reads again, and else says by how much it may be wrong.
func TestOffset(t *testing.T) {
	for _, tt := range []struct {
		name   string
		others []time.Duration // what the other clock says, one after the other
		want   Offset
	}{
		{"at once", []time.Duration{time.Second, time.Second + 2*time.Microsecond}, Offset{4 - 1e-6, 1e-6}},
		{"interrupted once", []time.Duration{1e9, 2e9, 1e9, 1e9 + 4000}, Offset{4 - 2e-6, 2e-6}},
		{"interrupted always", []time.Duration{0, 8e6, 0, 6e6, 0, 4e6, 0, 2e6, 0, 9e6}, Offset{5 - 1e-3, 1e-3}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			i := -1
			got := offset(func() time.Duration { return 5 * time.Second }, func() time.Duration { i++; return tt.others[i] })
			if diff := cmp.Diff(tt.want, got, cmpopts.EquateApprox(0, 1e-12)); diff != "" {
				t.Errorf("offset differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWindows(t *testing.T) {
	at := func(seconds, waited float64) Moment { return Moment{At: seconds, Waited: &waited} }
	for _, tt := range []struct {
		name string
		all  []Moment
		want []float64
	}{
		{"less than one", []Moment{at(0, 5), at(0.9, 5.9)}, nil},
		{"two and a rest", []Moment{at(0, 5), at(0.5, 5), at(1, 5.5), at(2, 5.75), at(2.5, 6)}, []float64{0.5, 0.25}},
		{"a window that nobody looked into", []Moment{at(0, 0), at(4, 1)}, []float64{0.25}},
		{"not told", []Moment{{At: 0}, {At: 2}}, nil},
		{"waiting that went back", []Moment{at(0, 5), at(1, 4)}, nil},
	} {
		if diff := cmp.Diff(tt.want, windows(tt.all)); diff != "" {
			t.Errorf("%s: windows differ (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestSteps(t *testing.T) {
	set := func(values ...float64) []Moment {
		all := make([]Moment, len(values))
		for i, v := range values {
			all[i].Set.Value = v
		}
		return all
	}
	unsure := set(0, 0.03)
	unsure[0].Set.Error, unsure[1].Set.Error = 0.01, 0.01
	for _, tt := range []struct {
		name string
		all  []Moment
		want []float64
	}{
		{"slewed by NTP", set(0, 0.00005, 0.0001, 0.00015), nil},
		{"forwards", set(0, 0, 3600, 3600), []float64{3600}},
		{"backwards", set(0, 0, -0.5), []float64{-0.5}},
		{"there and back", set(0, 60, 0), []float64{60, -60}},
		{"read too slowly to tell", unsure, nil},
	} {
		if diff := cmp.Diff(tt.want, steps(tt.all)); diff != "" {
			t.Errorf("%s: steps differ (-want +got):\n%s", tt.name, diff)
		}
	}
}

func TestOthers(t *testing.T) {
	total := func(stolen, wanted int64, own float64) Total {
		return Total{Counters{CPU: &CPUTime{stolen, wanted}}, &own}
	}
	for _, tt := range []struct {
		name         string
		began, ended Total
		want         *float64
	}{
		{"own work alone", total(0, 1000, 3), total(0, 1100, 4), ptr(0.0)},
		{"half of two CPUs", total(0, 1000, 3), total(0, 1300, 5), ptr(0.5)},
		{"what was stolen was used by nobody here", total(50, 1000, 3), total(150, 1300, 5), ptr(0.0)},
		{"ticks are coarse", total(0, 1000, 3), total(0, 1099, 4), ptr(0.0)},
		{"no /proc/stat", Total{Own: ptr(1.0)}, Total{Own: ptr(2.0)}, nil},
		{"own use not told", Total{Counters: Counters{CPU: &CPUTime{}}}, total(0, 9, 1), nil},
	} {
		r := Readings{Host: evidence.Host{Cores: 2}, Began: tt.began, Ended: tt.ended}
		if diff := cmp.Diff(tt.want, r.others(1), cmpopts.EquateApprox(0, 1e-9)); diff != "" {
			t.Errorf("%s: others differ (-want +got):\n%s", tt.name, diff)
		}
	}
}
