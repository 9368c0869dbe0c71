package bench

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/claim"
)

// ofArm are the samples of a metric and an arm.
func ofArm(t *testing.T, rec *evidence.Record, metric, arm string) []float64 {
	t.Helper()
	for _, m := range rec.Metrics {
		if m.Name == metric && m.Labels[labelArm] == arm {
			return m.Samples
		}
	}
	t.Fatalf("no %s of %s", metric, arm)
	return nil
}

// TestRunFindsMore plants twice the CPU time and eight times the memory.
func TestRunFindsMore(t *testing.T) {
	o := RunOptions{Options: testOptions(t), WarmUps: 1, Arms: []Command{doing("old", "burn 10;hold 8"), doing("new", "burn 20;hold 64")}}
	o.Turns = 8
	o.Expect = "ratio(/bench/cpu:seconds) <= 1.05"
	res, err := run(t, o)
	if err != nil {
		t.Fatal(err)
	}
	if v := res.Record.Verdicts; len(v) != 1 || v[0].Outcome != claim.Fails || v[0].Direction != claim.Opposite {
		t.Errorf("verdicts %+v, want one that fails", v)
	}
	for _, r := range viewOf(res.Record).rows("old", "new") {
		if r.Metric == MetricRSS && (r.Outcome != "regressed" || r.Ratio.Value < 2) {
			t.Errorf("RSS: %s, ratio %v, want regressed by more than 2", r.Outcome, r.Ratio.Value)
		}
	}
	if got := ofArm(t, res.Record, MetricCPU, "old again"); len(got) != 8 {
		t.Errorf("the baseline's second part has %d samples, want 8", len(got))
	}
	if first := res.Document().Answer; !strings.HasPrefix(first, "fails: ") {
		t.Errorf("the answer is %q", first)
	}
}

// TestRunTree holds that the memory of all processes of an arm counts.
func TestRunTree(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux tells the memory of descendants")
	}
	o := RunOptions{Options: testOptions(t), Arms: []Command{doing("tree", "tree hold 64,wait 100")}}
	o.Turns = 2
	res, err := run(t, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range ofArm(t, res.Record, MetricRSS, "tree") {
		if v < 128<<20 || v > 300<<20 {
			t.Errorf("RSS of two children with 64 MiB each: %.0f MiB", v/(1<<20))
		}
	}
}

// TestRunBroken holds what is said of arms that break a comparison.
func TestRunBroken(t *testing.T) {
	good := doing("good", "say a")
	for _, c := range []struct {
		name, want string
		o          RunOptions
	}{
		{"ends with a code", "bad: the program ended with code 3", RunOptions{Arms: []Command{good, doing("bad", "say a;exit 3")}}},
		{"another result", `its line 2 is "c", that of good "b"`, RunOptions{Arms: []Command{doing("good", "say a;say b"), doing("bad", "say a;say c")}}},
		{"a shorter result", `its line 2 is "", that of good "b"`, RunOptions{Arms: []Command{doing("good", "say a;say b"), doing("bad", "say a")}}},
		{"no such program", "there is no program ./nowhere", RunOptions{Arms: []Command{good, {Name: "bad", Words: []string{"./nowhere"}}}}},
		{"too slow", "bad: it had not ended after", RunOptions{Arms: []Command{good, doing("bad", "wait 60000")}, Options: Options{Timeout: 300 * time.Millisecond}}},
		{"prepare fails", "what prepares a run: the program ended with code 1", RunOptions{Arms: []Command{good}, Prepare: [][]string{{"false"}}}},
		{"setup fails", "what sets up: the program ended with code 1", RunOptions{Arms: []Command{good}, Setup: [][]string{{"false"}}}},
		{"cleanup fails", "what cleans up: the program ended with code 1", RunOptions{Arms: []Command{good}, Cleanup: [][]string{{"false"}}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := c.o
			limit := o.Timeout
			o.Options = testOptions(t)
			o.Turns = 2
			if limit > 0 {
				o.Timeout = limit
			}
			_, err := run(t, o)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want %q in it", err, c.want)
			}
			if entries, _ := o.Store.List(); len(entries) > 0 {
				t.Errorf("a record was stored: %v", entries)
			}
		})
	}
}

// TestRunAllowed holds that codes and outputs may differ where that is said.
func TestRunAllowed(t *testing.T) {
	o := RunOptions{Options: testOptions(t), AnyOutput: true, AnyExit: true, Arms: []Command{doing("a", "say a;exit 1"), doing("b", "say b")}}
	o.Turns = 2
	o.Arms[0] = doing("a", "say a;hold 32;wait 60;exit 1")
	res, err := run(t, o)
	if err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS != "linux" {
		return
	}
	for _, v := range ofArm(t, res.Record, MetricRSS, "a") {
		if v < 32<<20 {
			t.Errorf("RSS of a run that ends with a code: %.0f MiB, want 32 and more", v/(1<<20))
		}
	}
}

// TestRunAround holds how often commands around the runs are made.
func TestRunAround(t *testing.T) {
	log := filepath.Join(t.TempDir(), "log")
	line := func(word string) [][]string { return [][]string{{"sh", "-c", "echo " + word + " >> " + log}} }
	o := RunOptions{
		Options: testOptions(t), WarmUps: 1, Arms: []Command{doing("a", "say x"), doing("b", "say x")},
		Setup: line("setup"), Prepare: line("prepare"), Conclude: line("conclude"), Cleanup: line("cleanup"),
	}
	o.Turns = 2
	if _, err := run(t, o); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	const runs = 3 * 3 // a, b and a again, in three turns
	want := "setup\n" + strings.Repeat("prepare\nconclude\n", runs) + "cleanup\n"
	if string(data) != want {
		t.Errorf("the commands ran as %q, want %q", data, want)
	}
}
