package comparison

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/perf/benchfmt"
)

// orderOne is the order of arms that were not run in turns, as in evidence.Plan.Order.
const orderOne = "sequential"

// WriteBenchmarks writes series in the Go benchmark format, one line per run, which `benchstat -col arm`
// compares and ReadBenchmarks reads again. The arms stand one after the other below lines "arm: baseline",
// "arm: candidate" and "arm: again"; runs keep their order, so that the n-th of each make a pair. Metrics of one
// benchmark share a line if they have as many samples. Config is written before the first line; its keys begin
// with a small letter and hold neither blanks nor capitals.
//
// A metric of Cupel is its own unit, "/startup/ready:seconds", of a benchmark that is called after its first
// part and its label: BenchmarkStartup/pass=trace.
func WriteBenchmarks(w io.Writer, all []Series, config map[string]string) error {
	if err := errors.Join(checkConfig(config), checkUnits(all)); err != nil {
		return fmt.Errorf("writing benchmarks: %w", err)
	}
	out := benchfmt.NewWriter(w)
	if err := writeUnits(out, all); err != nil {
		return fmt.Errorf("writing benchmarks: %w", err)
	}
	for _, arm := range []string{armBaseline, armCandidate, armAgain} {
		for _, g := range together(all, arm) {
			if err := g.write(out, arm, arm, config); err != nil {
				return fmt.Errorf("writing benchmarks: %w", err)
			}
		}
	}
	return nil
}

var errKey = errors.New("a key begins with a small letter and holds neither blanks, colons nor capitals, a value is one line")

func checkConfig(config map[string]string) error {
	for k, v := range config {
		bad := func(r rune) bool { return unicode.IsSpace(r) || unicode.IsUpper(r) || r == ':' }
		if k == "" || !unicode.IsLower([]rune(k)[0]) || strings.ContainsFunc(k, bad) || strings.ContainsAny(v, "\r\n") || strings.TrimSpace(v) != v || v == "" {
			return fmt.Errorf("configuration %q: %q: %w", k, v, errKey)
		}
		if k == armKey || k == orderKey {
			return fmt.Errorf("configuration %q: the key is taken", k)
		}
	}
	return nil
}

// checkUnits finds what a line could not hold.
func checkUnits(all []Series) error {
	for i := range all {
		s := &all[i]
		if s.Metric == "" || strings.ContainsFunc(s.Metric, unicode.IsSpace) {
			return fmt.Errorf("metric %q: a unit holds no blanks and is not empty", s.Metric)
		}
		for _, v := range slices.Concat(s.Baseline, s.Candidate, s.Again) {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return fmt.Errorf("metric %q: %v is no finite number", s.Metric, v)
			}
		}
	}
	return nil
}

// writeUnits writes what is known of each unit, once.
func writeUnits(out *benchfmt.Writer, all []Series) error {
	done := map[string]bool{}
	for i := range all {
		s := &all[i]
		if done[s.Metric] {
			continue
		}
		done[s.Metric] = true
		facts := [][2]string{{classKey, classNames()[s.Class]}}
		if s.Better != "" {
			facts = append(facts, [2]string{"better", s.Better})
		}
		if s.Exact {
			facts = append(facts, [2]string{"assume", "exact"})
		}
		for _, f := range facts {
			m := &benchfmt.UnitMetadata{UnitMetadataKey: benchfmt.UnitMetadataKey{Unit: s.Metric, Key: f[0]}, OrigUnit: s.Metric, Value: f[1]}
			if err := out.Write(m); err != nil {
				return err
			}
		}
	}
	return nil
}

// A lineGroup is a benchmark and those of its series that have as many samples, taken in the same order.
type lineGroup struct {
	name, order string
	n           int
	series      []*Series
}

// together returns the groups of an arm in order of appearance.
func together(all []Series, arm string) []*lineGroup {
	var groups []*lineGroup
	for i := range all {
		s := &all[i]
		name, order, n := s.benchmark(), orderOne, len(s.samples(arm))
		if s.Paired {
			order = orderTurns
		}
		at := slices.IndexFunc(groups, func(g *lineGroup) bool {
			return g.name == name && g.order == order && g.n == n && !g.has(s.Metric)
		})
		if at < 0 {
			at = len(groups)
			groups = append(groups, &lineGroup{name: name, order: order, n: n})
		}
		groups[at].series = append(groups[at].series, s)
	}
	return groups
}

func (g *lineGroup) has(metric string) bool {
	return slices.ContainsFunc(g.series, func(s *Series) bool { return s.Metric == metric })
}

// write writes the samples of an arm below its name.
func (g *lineGroup) write(out *benchfmt.Writer, arm, name string, config map[string]string) error {
	for i := range g.n {
		res := &benchfmt.Result{Name: benchfmt.Name(g.name), Iters: 1}
		for _, k := range slices.Sorted(maps.Keys(config)) {
			res.Config = append(res.Config, benchfmt.Config{Key: k, Value: []byte(config[k]), File: true})
		}
		res.Config = append(res.Config,
			benchfmt.Config{Key: orderKey, Value: []byte(g.order), File: true},
			benchfmt.Config{Key: armKey, Value: []byte(name), File: true})
		for _, s := range g.series {
			res.Values = append(res.Values, benchfmt.Value{Value: s.samples(arm)[i], Unit: s.Metric})
		}
		if err := out.Write(res); err != nil {
			return err
		}
	}
	return nil
}

func (s *Series) samples(arm string) []float64 {
	switch arm {
	case armBaseline:
		return s.Baseline
	case armCandidate:
		return s.Candidate
	}
	return s.Again
}

// benchmark is the name of the series' benchmark, blanks written as package testing writes them.
func (s *Series) benchmark() string {
	name := s.Label
	if _, ours := baseOf(s.Metric); ours {
		name = benchmarkOf(s.Metric)
		if s.Label != "" {
			name += "/" + s.Label
		}
	}
	return strings.Join(strings.FieldsFunc(name, unicode.IsSpace), "_")
}
