package openmetrics

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/cupelgo/cupel/internal/report"
)

// A table holds families, since all series of one have to stand together.
type table struct {
	byName map[string]*family
}

type family struct {
	unit, help string
	series     []string // each a line
	seen       map[string]int
}

// add puts a sample into its family. Series with the same labels are told apart by one more, since there may be
// one sample of each only.
func (t *table) add(name, unit, help string, of labels, value float64) {
	f := t.byName[name]
	if f == nil {
		f = &family{unit: unit, help: help, seen: map[string]int{}}
		t.byName[name] = f
	}
	written := of.text()
	f.seen[written]++
	if n := f.seen[written]; n > 1 {
		written = of.and(labels{{"again", strconv.Itoa(n)}}).text()
	}
	f.series = append(f.series, name+written+" "+strconv.FormatFloat(value, 'g', -1, 64))
}

// text writes the families by name.
func (t *table) text() string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(t.byName)) {
		f := t.byName[name]
		b.WriteString("# TYPE " + name + " gauge\n")
		if f.unit != "" {
			b.WriteString("# UNIT " + name + " " + f.unit + "\n")
		}
		b.WriteString("# HELP " + name + " " + helpText(f.help) + "\n")
		for _, line := range f.series {
			b.WriteString(line + "\n")
		}
	}
	b.WriteString("# EOF\n")
	return b.String()
}

// helpText has no quotes: OpenMetrics wants them escaped, and Prometheus does not know that.
func helpText(text string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, "'").Replace(report.OneLine(text))
}

// A label is a name with a value. Without a value it is as if it were not there.
type label struct{ name, value string }

type labels []label

// and returns both.
func (l labels) and(more labels) labels { return slices.Concat(l, more) }

func (l labels) text() string {
	var parts []string
	for _, one := range l {
		if one.value != "" {
			parts = append(parts, one.name+`="`+labelValue(one.value)+`"`)
		}
	}
	if parts == nil {
		return ""
	}
	return "{" + strings.Join(parts, ",") + "}"
}

// longestValue is how much of a label's value is written, in characters: what the default of some receivers of
// samples, e.g. Grafana Mimir's 2,048 bytes, takes in any script.
const longestValue = 512

func labelValue(text string) string {
	text = report.OneLine(text)
	if runes := []rune(text); len(runes) > longestValue {
		text = string(runes[:longestValue-1]) + "…"
	}
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text)
}

// taken are the labels that series have beside those of their metric.
var taken = []string{"kind", "arms", "program", "program_version", "args", "started_with", "pass", "statistic", "metric", "again"}

// labelPrefix begins the labels of a record.
const labelPrefix = "label_"

// own are the labels of a metric, by name.
func own(all map[string]string) labels {
	var out labels
	for _, name := range slices.Sorted(maps.Keys(all)) {
		written := word(name)
		if slices.Contains(taken, written) || strings.HasPrefix(written, labelPrefix) || strings.HasPrefix(written, "__") ||
			written[0] >= '0' && written[0] <= '9' {
			written = "metric_" + written
		}
		out = append(out, label{out.free(written), all[name]})
	}
	return out
}

// free is name, with a number if there is a label of that name.
func (l labels) free(name string) string {
	for n := 2; slices.ContainsFunc(l, func(one label) bool { return one.name == name }); n++ {
		name = strings.TrimRight(name, "_") + "_" + strconv.Itoa(n)
	}
	return name
}

// nameOf returns the family of a metric, which ends with its unit.
func nameOf(metric string) (name, unit string) {
	path, unit, _ := strings.Cut(metric, ":")
	name = "cupel_" + strings.Trim(word(path), "_")
	if unit == "" || unit == "count" {
		return name, ""
	}
	unit = word(unit)
	return name + "_" + unit, unit
}

// word replaces what neither names of metrics nor those of labels may have; never empty.
func word(text string) string {
	text = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, text)
	if text == "" {
		return "_"
	}
	return text
}
