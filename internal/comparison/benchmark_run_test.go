package comparison

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReadRun(t *testing.T) {
	text := "goos: linux\nUnit hits/op better=higher\nBenchmarkA/size=64-2 100 1500 ns/op 20 cpu-ns/op 2 MB/s 3 B/op 1 allocs/op 7 hits/op 5 p99-ns\nBenchmarkB x ns/op\nPASS\n"
	got, notes, err := ReadRun("A", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	nano := 1e-9 // a variable, so that products are rounded as the reader rounds them
	const name = "A/size=64-2"
	want := []Reading{
		{name, "sec/op", "seconds", "lower", Wall, false, 1500 * nano},
		{name, "cpu-sec/op", "seconds", "none", Wall, false, 20 * nano},
		{name, "B/s", "bytes", "higher", Wall, false, 2e6},
		{name, "B/op", "bytes", "lower", Bytes, true, 3},
		{name, "allocs/op", "count", "lower", Count, true, 1},
		{name, "hits/op", "count", "higher", Wall, false, 7},
		{name, "p99-sec", "seconds", "none", Wall, false, 5 * nano},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("ReadRun differs (-want +got):\n%s", diff)
	}
	if len(notes) != 1 || !strings.HasPrefix(notes[0], "not read: A:4: ") {
		t.Errorf("notes %q, want one on line 4", notes)
	}
	if got, notes, err := ReadRun("nothing", strings.NewReader("PASS\n")); got != nil || notes != nil || err != nil {
		t.Errorf("ReadRun of nothing = %v, %q, %v", got, notes, err)
	}
	if _, _, err := ReadRun("long", strings.NewReader(strings.Repeat("x", 70<<10))); err == nil {
		t.Error("a line that is too long was read")
	}
}

// TestWriteArms holds that two arms are read again as they were, and that others have their names.
func TestWriteArms(t *testing.T) {
	arm := func(name string, samples ...float64) ArmSeries {
		return ArmSeries{Arm: name, Benchmark: "A/size=64", Unit: "sec/op", Better: "lower", Class: Wall, Samples: samples}
	}
	var out bytes.Buffer
	if err := WriteArms(&out, []ArmSeries{arm(armBaseline, 1, 2), arm(armCandidate, 3, 4), arm(armAgain, 1, 2)}, map[string]string{"pkg": "example.com/a"}); err != nil {
		t.Fatal(err)
	}
	want := []Series{{Metric: "sec/op", Unit: "sec/op", Label: "A/size=64", Better: "lower", Class: Wall, Paired: true,
		Baseline: []float64{1, 2}, Candidate: []float64{3, 4}, Again: []float64{1, 2}}}
	if diff := cmp.Diff(want, readBenchmarks(t, BenchmarkFile{"written", &out}).Series); diff != "" {
		t.Errorf("read again (-want +got):\n%s", diff)
	}
	out.Reset()
	if err := WriteArms(&out, []ArmSeries{arm("go1.26.8", 1), arm("go1.26.8 again", 1)}, nil); err != nil || !strings.Contains(out.String(), "\narm: go1.26.8 again\n") {
		t.Errorf("WriteArms = %v after %q, want a line with the arm", err, out.String())
	}
	for _, bad := range []string{"", "two\nlines"} {
		if err := WriteArms(&out, []ArmSeries{arm(bad, 1)}, nil); err == nil {
			t.Errorf("WriteArms took an arm that is called %q", bad)
		}
	}
}
