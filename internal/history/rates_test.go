package history

import (
	"flag"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/cupelgo/cupel/internal/stats"
)

var update = flag.Bool("update", false, "write the tables in docs/benchmarks.md anew")

// histories are simulated of each scenario. The standard error of a share is at most 3 points.
const histories = 300

// foundWithin is how many days a change may take to be found: then the baseline has become what it is.
const foundWithin = 14

// A rate is what one way to alert did in a scenario.
type rate struct {
	found  float64   // share of the histories in which the change raised an alert
	delays []float64 // days until then
	early  float64   // how many of the first five days had an alert
}

func (r *rate) cells() string {
	if r.found == 0 {
		return fmt.Sprintf("%.1f | | %.1f", 100*r.found, r.early)
	}
	return fmt.Sprintf("%.1f | %.0f | %.1f", 100*r.found, stats.Median(r.delays), r.early)
}

// TestHealthRates simulates histories and holds the tables of docs/benchmarks.md to what both scores made of them.
func TestHealthRates(t *testing.T) {
	alarms := "\n| nothing changes | default | classic | could not tell: default |\n|---|---|---|---|\n"
	for _, s := range healthy() {
		usual, old, unknown := s.falseAlarms()
		alarms += fmt.Sprintf("| %s | %.1f | %.1f | %.1f |\n", s.name, usual, old, unknown)
		if most := 3 + 100*s.badDay; usual > most { // a disturbed day is slower
			t.Errorf("%s: the default raises %.1f alerts in 100 days, want at most %.1f", s.name, usual, most)
		}
	}
	hold(t, "false alarms of health", alarms)
	found := "\n| what changes | default, % | days | of five | classic, % | days | of five |\n|---|---|---|---|---|---|---|\n"
	for _, s := range changed() {
		usual, old := s.found()
		found += fmt.Sprintf("| %s | %s | %s |\n", s.name, usual.cells(), old.cells())
	}
	hold(t, "changes found by health", found)
}

// falseAlarms are days of 100 with an alert by either score, and those without an answer of the default.
func (s *scenario) falseAlarms() (usual, old, unknown float64) {
	for seed := range uint64(histories) {
		for _, p := range s.points(seed)[quietDays:] {
			usual += count(alert(p.Default.State))
			old += count(alert(p.Classic.State))
			unknown += count(p.Default.State == Unknown)
		}
	}
	return usual / histories, old / histories, unknown / histories
}

func count(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

// found says how soon either score saw the change.
func (s *scenario) found() (usual, old rate) {
	for seed := range uint64(histories) {
		points := s.points(seed)[changeDay : changeDay+foundWithin]
		usual.first(points, func(p *Point) bool { return alert(p.Default.State) })
		old.first(points, func(p *Point) bool { return alert(p.Classic.State) })
	}
	return usual, old
}

// first counts the first of the points since the change that is alerted.
func (r *rate) first(points []Point, alerted func(*Point) bool) {
	for i := range points[:5] {
		r.early += count(alerted(&points[i])) / histories
	}
	for i := range points {
		if alerted(&points[i]) {
			r.found += 1.0 / histories
			r.delays = append(r.delays, float64(i))
			return
		}
	}
}

const tablesFile = "../../docs/benchmarks.md"

// hold compares a table with that of docs/benchmarks.md, and with -update writes it. Figures may differ by what
// other processors round in another way.
func hold(t *testing.T, name, table string) {
	t.Helper()
	data, err := os.ReadFile(tablesFile)
	if err != nil {
		t.Fatal(err)
	}
	begin, end := "<!-- "+name+" -->\n", "<!-- end of "+name+" -->"
	before, rest, ok := strings.Cut(string(data), begin)
	printed, after, okEnd := strings.Cut(rest, end)
	if !ok || !okEnd {
		t.Fatalf("%s has no table of %s", tablesFile, name)
	}
	table += "\n"
	if *update {
		if err := os.WriteFile(tablesFile, []byte(before+begin+table+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !alike(printed, table) {
		t.Errorf("the table of %s in %s is another one (-update writes it):\n%s", name, tablesFile, table)
	}
}

func alike(a, b string) bool {
	as, bs := strings.Split(a, "|"), strings.Split(b, "|")
	if len(as) != len(bs) {
		return false
	}
	for i := range as {
		x, err := strconv.ParseFloat(strings.TrimSpace(as[i]), 64)
		y, err2 := strconv.ParseFloat(strings.TrimSpace(bs[i]), 64)
		const rounding = 2 // points, or days
		if err != nil || err2 != nil {
			if as[i] != bs[i] {
				return false
			}
		} else if math.Abs(x-y) > rounding {
			return false
		}
	}
	return true
}
