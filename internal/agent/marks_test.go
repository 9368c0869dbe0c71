package agent

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const sampleMarks = "cupel-agent\t1\n" +
	"go\tgo1.26.1\n" +
	"pid\t42\n" +
	"clock\t1000\t1767323045000000000\n" +
	"start\t990\n" +
	"init\t1100\t1200\terrors.init\t/go/src/errors/errors.go\t3\n" +
	"init\t1200\t0\tmain.init.0\t/a b/main.go\t9\n" +
	"initdone\t1300\n" +
	"stop\t1400\n" +
	"exit\t1500\n" +
	"metric\tstart\t/gc/heap/allocs:bytes\t4096\n" +
	"metric\texit\t/cpu/classes/total:cpu-seconds\t0.250000000\n" +
	"histogram\tready\t/sched/latencies:seconds\t0.000000000 0.000000064 7,0.000001024 Inf 2,\n" +
	"histogram\tready\t/sched/pauses/total/gc:seconds\t\n" +
	"guest\t1350\truntime/trace.Start\tmain.main\t/a b/main.go\t12\n" +
	"note\tinittasks not-found\n" +
	"end\n"

func TestParseMarks(t *testing.T) {
	want := &Marks{
		Go: "go1.26.1", PID: 42, ClockMono: 1000, ClockWall: 1767323045000000000,
		Start: 990, InitDone: 1300, Stop: 1400, Exit: 1500,
		Inits: []Init{
			{Start: 1100, End: 1200, Symbol: "errors.init", File: "/go/src/errors/errors.go", Line: 3},
			{Start: 1200, Symbol: "main.init.0", File: "/a b/main.go", Line: 9},
		},
		Guests: []Guest{{Time: 1350, API: "runtime/trace.Start", Symbol: "main.main", File: "/a b/main.go", Line: 12}},
		Points: []*Point{
			{Name: AtStart, Metrics: []Metric{{"/gc/heap/allocs:bytes", 4096}}},
			{Name: AtExit, Metrics: []Metric{{"/cpu/classes/total:cpu-seconds", 0.25}}},
			{Name: AtReady, Metrics: []Metric{}, Spreads: []Spread{
				{"/sched/latencies:seconds", []Bucket{{To: 64e-9, Count: 7}, {From: 1024e-9, To: math.Inf(1), Count: 2}}},
				{"/sched/pauses/total/gc:seconds", nil},
			}},
		},
		Notes:    []string{"inittasks not-found"},
		Complete: true,
	}
	got, err := ParseMarks(sampleMarks)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("ParseMarks (-want +got):\n%s", diff)
	}
}

// TestParseMarksCut cuts the file at every byte: no error, complete only at the very end.
func TestParseMarksCut(t *testing.T) {
	for n := range len(sampleMarks) + 1 {
		m, err := ParseMarks(sampleMarks[:n])
		if err != nil {
			t.Fatalf("cut at %d: %v", n, err)
		}
		if want := n == len(sampleMarks); m.Complete != want {
			t.Errorf("cut at %d: complete = %v", n, m.Complete)
		}
		if n >= strings.Index(sampleMarks, "stop") && m.InitDone != 1300 {
			t.Errorf("cut at %d: init done = %d", n, m.InitDone)
		}
	}
}

func TestParseMarksErrors(t *testing.T) {
	for _, text := range []string{
		"something else\n",
		"cupel-agent\t2\n",
		"cupel-agent\t1\npid\tx\n",
		"cupel-agent\t1\npid\n",
		"cupel-agent\t1\npid\t1\t2\n",
		"cupel-agent\t1\nsurprise\t1\n",
		"cupel-agent\t1\ninit\t1\t2\tf\n",
		"cupel-agent\t1\nmetric\tstart\tname\tmany\n",
		"cupel-agent\t1\nhistogram\tstart\tname\t1 2\n",
		"cupel-agent\t1\nend\npid\t1\n",
	} {
		if m, err := ParseMarks(text); err == nil {
			t.Errorf("ParseMarks(%.40q) = %+v, want an error", text, m)
		}
	}
}

func FuzzParseMarks(f *testing.F) {
	f.Add(sampleMarks)
	f.Add(sampleMarks[:len(sampleMarks)/2])
	f.Add("")
	f.Add("cupel-agent\t1\nmetric\tready\tx\tNaN\nend\n")
	f.Fuzz(func(t *testing.T, text string) {
		m, err := ParseMarks(text)
		if (m == nil) == (err == nil) {
			t.Errorf("ParseMarks = %v, %v", m, err)
		}
	})
}

// TestInt holds the short way to read a number against strconv.
func TestInt(t *testing.T) {
	for _, text := range []string{"0", "007", "999999999999999999", "1000000000000000000", "9223372036854775807", "9223372036854775808",
		"18446744073709551616", "000000000000000000001", "-3", "", "x", "1x", "1 ",
		"12345678", "123456789012", "1234567890123456", "1234567/", "/1234567", "1234:678", "123456\xb978", "12345678x", "12345678:",
		"1234567\xca", "123456\xcf7", "\xca2345678"} {
		want, err := strconv.ParseInt(text, 10, 64)
		f := &fieldReader{rest: text + "\t2", more: true}
		if got := f.int(); err == nil && got != want || (f.err == nil) != (err == nil) {
			t.Errorf("int of %q = %v, %v, want %v, %v", text, got, f.err, want, err)
		}
		if next := f.int(); err == nil && (next != 2 || f.err != nil || f.more) {
			t.Errorf("after %q: %d, %v", text, next, f.err)
		}
		if f.int(); f.err == nil {
			t.Errorf("a field after the last of %q", text)
		}
	}
}

// TestFloat holds the short ways to read a number against strconv.
func TestFloat(t *testing.T) {
	for _, text := range []string{"0", "7", "9223372036854775807", "0.000000000", "0.000000064", "12.345678901", "999999.123456789",
		"999999.999999999", "1000000.123456789", "123456789.000000001", "0.5", "1e9", "-3", "-0.000000001", "Inf", ".123456789", "1."} {
		want, err := strconv.ParseFloat(text, 64)
		f := &fieldReader{rest: text, more: true}
		if got := f.float(); got != want || (f.err == nil) != (err == nil) {
			t.Errorf("float of %q = %v, %v, want %v, %v", text, got, f.err, want, err)
		}
	}
}

// BenchmarkParseMarks reads what a program with 700 init functions leaves, and 5 points of 16 metrics.
func BenchmarkParseMarks(b *testing.B) {
	var text strings.Builder
	text.WriteString(header + "\n")
	for i := range 700 {
		fmt.Fprintf(&text, "init\t%d\t%d\texample.com/program/internal/some/name%d.init.0\t/src/example.com/program/internal/some/name%d/file.go\t%d\n",
			1e12+1e4*i, 1e12+1e4*i+1e3, i, i, i)
	}
	for _, point := range []string{AtStart, AtBegin, AtInitDone, AtReady, AtExit} {
		for i := range 16 {
			fmt.Fprintf(&text, "metric\t%s\t/some/metric/number/%d:seconds\t%d.%09d\n", point, i, i, i)
		}
		fmt.Fprintf(&text, "histogram\t%s\t/sched/latencies:seconds\t%s\n", point, strings.Repeat("0.000000064 0.000000128 7,", 8))
	}
	text.WriteString("end\n")
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseMarks(text.String()); err != nil {
			b.Fatal(err)
		}
	}
}
