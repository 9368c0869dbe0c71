package bench

import (
	"bytes"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/claim"
	"github.com/cupelgo/cupel/internal/comparison"
	"github.com/cupelgo/cupel/internal/experiment"
	"github.com/cupelgo/cupel/internal/host"
)

// A goContest runs benchmark functions in turns: in each turn every function that is not yet decided runs once an arm,
// the baseline twice, one arm right after the other in random order.
type goContest struct {
	*contest
	builder   *goBuilder
	functions []*goFunction
	cpus      []int // as given; nil: as the tests have it
	several   bool  // packages, which labels tell apart
	expect    *claim.Expectation
}

// A goRun is what one run of a function printed.
type goRun struct{ readings []comparison.Reading }

// run looks at the machine and makes turns until all functions are decided.
func (g *goContest) run(ctx context.Context) (err error) {
	g.progress(Step{Text: "looking whether this machine is fit to judge wall times"})
	if g.gate, err = host.OpenGate(ctx, host.Fingerprint(g.Dir)); err != nil {
		return err
	}
	defer g.gate.Close()
	g.began = experiment.Monotonic()
	g.samples = make([][]sample, len(g.parts()))
	end := g.Now().Add(g.budget())
	for n := 0; ; n++ {
		began := g.Now()
		if err := g.turn(ctx, n, end); err != nil {
			return err
		}
		now := g.Now()
		late := now.Add(now.Sub(began)).After(end)
		due, last := g.looks.Due(n+1, late)
		if due {
			g.look()
		}
		if last || len(g.open()) == 0 {
			return nil
		}
	}
}

// open are the functions of which more turns would tell more.
func (g *goContest) open() []*goFunction {
	return slices.DeleteFunc(slices.Clone(g.functions), func(f *goFunction) bool { return f.closed })
}

// turn runs every open function once an arm.
func (g *goContest) turn(ctx context.Context, n int, end time.Time) error {
	for part := range g.samples {
		g.samples[part] = append(g.samples[part], sample{start: float64(experiment.Monotonic()-g.began) / 1e9})
	}
	open := g.open()
	for i, f := range open {
		for _, part := range f.order.Turn() {
			text := fmt.Sprintf("undecided benchmark functions: %d of %d, turn", len(open), len(g.functions))
			g.progress(Step{Text: text, Of: g.looks.Most(), Done: n, Left: max(time.Second, end.Sub(g.Now()))})
			run, err := g.one(ctx, f, part)
			if err != nil {
				return err
			}
			f.runs[part] = append(f.runs[part], run)
		}
		if i%spinEvery == 0 {
			g.gate.Spin()
		}
	}
	return nil
}

// spinEvery is after how many functions the gate spins, for 20 ms.
const spinEvery = 4

// one runs a function of an arm.
func (g *goContest) one(ctx context.Context, f *goFunction, part int) (goRun, error) {
	a := g.builder.arms[part%len(g.builder.arms)]
	p := a.packages[f.key]
	out := &benchmarkLines{}
	run, err := g.session.Run(ctx, experiment.Command{
		Path: p.binary, Args: g.args(f), Env: a.running(), Dir: p.dir, Stdout: out, Timeout: g.timeout(),
	}, experiment.Ready{Kind: experiment.Exit})
	who := a.about.Name + ": " + f.String()
	if err != nil {
		return goRun{}, fmt.Errorf("%s: %w", who, err)
	}
	if !run.Good() {
		return goRun{}, &ArmError{Arm: who, Problem: problem(&run), Lines: run.LastLines}
	}
	g.gate.Add(host.Used{Wall: float64(run.End-run.Start) / 1e9, CPU: run.CPU, Switches: run.Involuntary})
	readings, notes, err := comparison.ReadRun(f.name, bytes.NewReader(out.end()))
	if err != nil {
		return goRun{}, &ArmError{Arm: who, Problem: err.Error()}
	}
	if len(notes) > 0 {
		g.builder.note(who + ": " + notes[0])
	}
	g.named(readings)
	return goRun{readings}, nil
}

// note keeps a warning once.
func (b *goBuilder) note(text string) {
	if w := (evidence.Warning{Text: text}); !slices.Contains(b.notes, w) {
		b.notes = append(b.notes, w)
	}
}

// args are those of a test binary.
func (g *goContest) args(f *goFunction) []string {
	_, within, err := splitBench(g.builder.Bench)
	if err != nil {
		panic(err) // it was checked
	}
	args := []string{
		"-test.run", "^$", "-test.bench", "^" + f.name + "$" + within, "-test.benchmem",
		"-test.count", "1", "-test.benchtime", g.builder.Benchtime,
	}
	if g.builder.CPUs != "" {
		args = append(args, "-test.cpu", g.builder.CPUs)
	}
	return args
}

// cpuSuffix is what package testing puts behind names where a benchmark may use more than one CPU.
func cpuSuffix() *regexp.Regexp { return regexp.MustCompile(`-([0-9]+)$`) }

// named takes the number of CPUs from the names of benchmarks: what -cpu asks for, else what all of the run have.
func (g *goContest) named(readings []comparison.Reading) {
	suffix := cpuSuffix()
	same := ""
	for i := range readings {
		found := suffix.FindString(readings[i].Benchmark)
		if i > 0 && found != same {
			same = ""
			break
		}
		same = found
	}
	for i := range readings {
		name := &readings[i].Benchmark
		found := suffix.FindStringSubmatch(*name)
		switch {
		case found == nil:
		case g.cpus == nil && same != "", len(g.cpus) == 1 && found[1] == strconv.Itoa(g.cpus[0]):
			*name = strings.TrimSuffix(*name, found[0])
		}
	}
}

// look closes the functions of which everything is decided now.
func (g *goContest) look() {
	unfit := g.gate.Fitness().Unfit
	for _, f := range g.open() {
		rec := &evidence.Record{}
		for i := range g.arms {
			rec.Arms = append(rec.Arms, g.arms[i].about)
		}
		rec.Metrics, _ = g.ofFunction(f)
		v := &view{rec: rec, looks: g.looks.Taken, effect: g.effect, unfit: unfit}
		f.closed = g.decided(v)
	}
}

// decided reports whether further turns would change nothing in a view of one function.
func (g *goContest) decided(v *view) bool {
	for _, candidate := range g.arms[1:] {
		for _, r := range judgedRows(v.rows(g.arms[0].about.Name, candidate.about.Name)) {
			if open := !r.Decided() && !r.Exact && (r.Outcome != comparison.NotJudged || r.Better != "none"); open {
				if r.Class != comparison.Wall || v.unfit == "" {
					return false
				}
			}
		}
	}
	if g.expect == nil || v.unfit != "" {
		return true
	}
	for _, verdict := range v.expected(g.expect) {
		if verdict.Outcome == claim.Unknown {
			return false
		}
	}
	return true
}

// judgedRows are those that count: medians, as what a run gives is a mean of many operations, so that the least and the slowest
// runs tell of the machine; and no throughput, which is time turned round.
func judgedRows(rows []comparison.Row) []comparison.Row {
	return slices.DeleteFunc(slices.Clone(rows), func(r comparison.Row) bool { return r.Statistic != "median" || r.Metric == MetricThroughput })
}
