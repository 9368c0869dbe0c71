package comparison

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"

	"golang.org/x/perf/benchfmt"
)

// The configuration keys of the benchmark format that WriteBenchmarks uses, and what they may say.
const (
	armKey   = "arm"
	orderKey = "order"

	armBaseline  = "baseline"
	armCandidate = "candidate"
	armAgain     = "again"

	orderTurns = "interleaved" // as in evidence.Plan.Order
)

// A BenchmarkFile is a text in the Go benchmark format, https://go.dev/design/14313-benchmark-format.
type BenchmarkFile struct {
	Name string // for messages
	Text io.Reader
}

// Benchmarks are the results of one or two files.
type Benchmarks struct {
	Series []Series // in order of appearance, one per benchmark and unit
	Notes  []string // what the arms differ in besides, and lines that could not be read, as file:line: what
}

// ReadBenchmarks reads two files, the first being the baseline, or one file that WriteBenchmarks wrote, which
// holds all arms. Series have the benchmark's name for label and the unit for metric: sec/op, B/op and
// allocs/op, of which the latter two are exact, and any other, which counts as wall time unless its unit line says
// assume=exact. They are paired only if the file says that the arms were run in turns.
//
// A line that cannot be read is left out and noted, as benchstat does it. A file without a single result, or
// whose reading fails, is an error that names it.
func ReadBenchmarks(files ...BenchmarkFile) (*Benchmarks, error) {
	if len(files) != 1 && len(files) != 2 {
		return nil, fmt.Errorf("reading benchmarks: %d files given, want two, or one that holds both arms", len(files))
	}
	c := &collector{}
	for i, f := range files {
		arm := ""
		if len(files) == 2 {
			arm = []string{armBaseline, armCandidate}[i]
		}
		if err := c.file(f, arm); err != nil {
			return nil, err
		}
	}
	return c.benchmarks(), nil
}

// A collector gathers results, of which the reader keeps none.
type collector struct {
	reader  benchfmt.Reader // one for all files, since what unit lines say holds for all
	results []result
	notes   []string
}

// A result is one value of one line.
type result struct {
	arm, name, unit string
	value           float64
	turns           bool
	config          map[string]string // of the file, without the keys that say which arm it is
}

func (c *collector) file(f BenchmarkFile, arm string) error {
	before := len(c.results)
	if err := c.scan(f, arm); err != nil {
		return fmt.Errorf("reading benchmarks: %w", err)
	}
	if len(c.results) > before {
		return nil
	}
	text := "holds no result of a Go benchmark; `go test -bench . -count 10` prints them"
	if len(c.notes) > 0 {
		text += " (" + c.notes[len(c.notes)-1] + ")"
	}
	return fmt.Errorf("reading benchmarks: %s: %s", f.Name, text)
}

// scan takes all lines of a file, of which none need be a result.
func (c *collector) scan(f BenchmarkFile, arm string) error {
	c.reader.Reset(f.Text, f.Name)
	for c.reader.Scan() {
		switch rec := c.reader.Result().(type) {
		case *benchfmt.Result:
			if err := c.line(rec, arm); err != nil {
				c.notes = append(c.notes, "not read: "+position(rec)+err.Error())
			}
		case *benchfmt.SyntaxError:
			c.notes = append(c.notes, "not read: "+rec.Error())
		}
	}
	err := c.reader.Err()
	if errors.Is(err, bufio.ErrTooLong) {
		return fmt.Errorf("%w: a line of more than 64 KiB follows, which `go test` does not write", err)
	}
	return err
}

func position(rec benchfmt.Record) string {
	file, line := rec.Pos()
	return fmt.Sprintf("%s:%d: ", file, line)
}

var errArm = errors.New("no arm: want a line \"arm: baseline\" or \"arm: candidate\" before it, or two files")

// line takes the values of a line, all of them or none.
func (c *collector) line(rec *benchfmt.Result, arm string) error {
	config := map[string]string{}
	for _, k := range rec.Config {
		config[k.Key] = string(k.Value)
	}
	turns := false
	if arm == "" {
		arm, turns = config[armKey], config[orderKey] == orderTurns
		if !slices.Contains([]string{armBaseline, armCandidate, armAgain}, arm) {
			return errArm
		}
		delete(config, armKey)
		delete(config, orderKey)
	}
	for _, v := range rec.Values {
		if math.IsNaN(v.Value) || math.IsInf(v.Value, 0) {
			return fmt.Errorf("%v %s is no finite number", v.Value, v.Unit)
		}
	}
	for _, v := range rec.Values {
		c.results = append(c.results, result{arm, rec.Name.String(), v.Unit, v.Value, turns, config})
	}
	return nil
}

// benchmarks makes series of the results.
func (c *collector) benchmarks() *Benchmarks {
	splitting, notes := c.keys()
	out := &Benchmarks{Notes: append(notes, c.notes...)}
	at, inTurns := map[[2]string]int{}, map[[2]string]bool{}
	for _, r := range c.results {
		label := r.name
		for _, k := range splitting {
			label += " " + k + ":" + r.config[k]
		}
		id := [2]string{r.unit, label}
		if _, there := at[id]; !there {
			at[id], inTurns[id] = len(out.Series), true
			out.Series = append(out.Series, ofUnit(c.reader.Units(), r.unit, label))
		}
		inTurns[id] = inTurns[id] && r.turns
		out.Series[at[id]].add(r.arm, r.value)
	}
	for id, i := range at {
		s := &out.Series[i]
		s.Paired = inTurns[id] && len(s.Baseline) == len(s.Candidate) && (s.Again == nil || len(s.Again) == len(s.Baseline))
	}
	return out
}

func (s *Series) add(arm string, value float64) {
	switch arm {
	case armBaseline:
		s.Baseline = append(s.Baseline, value)
	case armCandidate:
		s.Candidate = append(s.Candidate, value)
	case armAgain:
		s.Again = append(s.Again, value)
	}
}
