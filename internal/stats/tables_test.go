package stats

import (
	"flag"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "simulate at length, in minutes, and write the tables in docs/statistics.md anew")

const tablesFile = "../../docs/statistics.md"

// A row is one of a table that was simulated: shares of the trials, and one figure of another kind.
type row struct {
	label  string
	shares []float64 // 0 to 1
	last   float64
}

// checkTable holds the table of that name in docs/statistics.md to rows that were simulated with so many trials: they
// may differ by what so few trials let them. It returns the figures of the table by label, shares in
// per cent. -update writes the table.
func checkTable(t *testing.T, name, labels string, head []string, rows []row, trials int) map[string][]float64 {
	t.Helper()
	data, err := os.ReadFile(tablesFile)
	if err != nil {
		t.Fatal(err)
	}
	begin, end := "<!-- "+name+" -->\n", "<!-- end of "+name+" -->"
	before, rest, found := strings.Cut(string(data), begin)
	table, after, foundEnd := strings.Cut(rest, end)
	if !found || !foundEnd {
		t.Fatalf("%s has no %s", tablesFile, begin)
	}
	if *update {
		table = render(labels, head, rows)
		if err := os.WriteFile(tablesFile, []byte(before+begin+table+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	printed := parse(t, table, len(head))
	for _, r := range rows {
		compare(t, r, printed[r.label], trials)
	}
	return printed
}

func compare(t *testing.T, r row, printed []float64, trials int) {
	t.Helper()
	if printed == nil {
		t.Fatalf("no row %q: write the table anew with -update", r.label)
	}
	for i, share := range r.shares {
		expected := printed[i] / 100
		// Half a per cent is rounding, and that the figure printed was simulated as well.
		if most := 0.005 + 4.5*sampling(min(max(expected, 0.01), 0.99), trials); math.Abs(share-expected) > most {
			t.Errorf("%s: figure %d is %.3f, printed is %.3f", r.label, i+1, share, expected)
		}
	}
	if last := printed[len(r.shares)]; math.Abs(r.last-last) > 0.3*last {
		t.Errorf("%s: last figure is %.3f, printed is %.3f", r.label, r.last, last)
	}
}

func render(labels string, head []string, rows []row) string {
	var b strings.Builder
	columns := strings.Count(labels, "|") + 1 + len(head)
	fmt.Fprintf(&b, "\n| %s | %s |\n%s|\n", labels, strings.Join(head, " | "), strings.Repeat("|---", columns))
	for _, r := range rows {
		fmt.Fprintf(&b, "| %s |", r.label)
		for _, s := range r.shares {
			fmt.Fprintf(&b, " %.1f |", 100*s)
		}
		fmt.Fprintf(&b, " %.3f |\n", r.last)
	}
	return b.String() + "\n"
}

// parse returns the figures of a table by their label: the last columns are figures.
func parse(t *testing.T, table string, figures int) map[string][]float64 {
	t.Helper()
	all := map[string][]float64{}
	for _, line := range strings.Split(strings.TrimSpace(table), "\n")[2:] {
		cells := strings.Split(strings.Trim(line, "| "), " | ")
		labels := cells[:len(cells)-figures]
		var values []float64
		for _, cell := range cells[len(labels):] {
			x, err := strconv.ParseFloat(cell, 64)
			if err != nil {
				t.Fatalf("%s: %v", line, err)
			}
			values = append(values, x)
		}
		all[strings.Join(labels, " | ")] = values
	}
	return all
}
