package startup

import (
	"context"
	"crypto/rand"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cupelgo/cupel/internal/comparison"
	"github.com/cupelgo/cupel/internal/experiment"
	"github.com/cupelgo/cupel/internal/host"
	"github.com/cupelgo/cupel/internal/store"
)

// work is how often the program of testdata/work does its work: some 10 ms of CPU time.
const work = 130

// BenchmarkSame compares a program with itself. Each iteration is a verdict; what it calls improved or regressed is
// wrong. docs/statistics.md has what 200 of them gave: -benchtime 200x.
func BenchmarkSame(b *testing.B) { benchmarkCompare(b, work) }

// BenchmarkTenth compares a program with one that does a tenth more, in at most 20 s: -benchtime 10x.
func BenchmarkTenth(b *testing.B) { benchmarkCompare(b, work+work/10) }

func benchmarkCompare(b *testing.B, candidate int) {
	program := filepath.Join(b.TempDir(), "work")
	build := exec.Command("go", "build", "-o", program, ".")
	build.Dir = filepath.Join("testdata", "work")
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	called := map[string]float64{}
	var pairs, seconds float64
	for i := 0; b.Loop(); i++ {
		c := workContest(b, program, uint64(i), candidate)
		began := time.Now()
		rows := c.compare(b)
		pairs, seconds = pairs+float64(len(c.runs[armBaseline])), seconds+time.Since(began).Seconds()
		for _, r := range rows {
			if r.Outcome == comparison.Improved || r.Outcome == comparison.Regressed {
				called[r.Metric+","+r.Statistic+","+r.Outcome]++
			}
		}
	}
	n := float64(b.N)
	b.ReportMetric(pairs/n, "pairs/verdict")
	b.ReportMetric(seconds/n, "s/verdict")
	for name, count := range called {
		b.ReportMetric(count, strings.ReplaceAll(strings.TrimPrefix(name, "/startup/"), ":", "_")+"/of-"+strconv.Itoa(b.N))
	}
}

// workContest is a contest of two amounts of work, without the runs that explain.
func workContest(b *testing.B, program string, seed uint64, candidate int) *contest {
	session, err := experiment.NewSession()
	if err != nil {
		b.Fatal(err)
	}
	c := &contest{session: session, CompareOptions: CompareOptions{Seed: seed, Effect: DefaultEffect}}
	c.Candidate = Options{Now: time.Now, Budget: 20 * time.Second}
	for i, n := range []int{work, candidate} {
		o := Options{
			Now: time.Now, Env: os.Environ(), Args: []string{strconv.Itoa(n)}, Ready: experiment.Ready{Kind: experiment.Exit},
			Timeout: DefaultTimeout, Grace: DefaultGrace,
		}
		draft, err := store.Open(b.TempDir()).Begin(time.Now(), rand.Reader)
		if err != nil {
			b.Fatal(err)
		}
		c.arms[i] = &measurement{Options: o, session: session, plain: program, draft: draft}
	}
	return c
}

// compare makes the runs and judges them.
func (c *contest) compare(b *testing.B) []comparison.Row {
	gate, err := host.OpenGate(context.Background(), host.Fingerprint(""))
	if err != nil {
		b.Fatal(err)
	}
	defer gate.Close()
	defer c.session.Close()
	c.gate = gate
	if err := c.turns(context.Background(), time.Now().Add(c.Candidate.Budget)); err != nil {
		b.Fatal(err)
	}
	return comparison.FirstDecided(comparison.JudgeLooks(seriesOf(c.metrics()), comparison.Options{Effect: c.Effect, Unfit: gate.Fitness().Unfit}, c.looks.Taken))
}
