package openmetrics

import (
	"regexp"
	"strings"
	"testing"
)

// The lines of OpenMetrics 1.0, as far as they are in use: section "ABNF" of the specification. A string is of
// anything but quotes, backslashes and ends of lines, unless a backslash stands before them.
const (
	reName   = `[a-zA-Z_:][a-zA-Z0-9_:]*`
	reLabel  = `[a-zA-Z_][a-zA-Z0-9_]*`
	reString = `(?:[^"\\\n]|\\["\\n])*`
	reNumber = `[-+]?(?:[0-9]+(?:\.[0-9]*)?(?:e[-+]?[0-9]+)?|Inf)`
)

var (
	descriptor = regexp.MustCompile(`^# (TYPE|UNIT|HELP) (` + reName + `) (` + reString + `)$`)
	sample     = regexp.MustCompile(`^(` + reName + `)(?:\{(` + reLabel + `="` + reString + `"(?:,` + reLabel + `="` + reString + `")*)\})? ` + reNumber + `$`)
)

// checkGrammar holds text to what OpenMetrics asks for beyond Prometheus: that a family stands together behind its
// descriptors, each of which is there once, that its name ends with its unit, that no label is there twice, and the end.
func checkGrammar(t *testing.T, text string) {
	t.Helper()
	ended := map[string]bool{} // families
	said := map[string]bool{}  // descriptors
	current := ""
	body, found := strings.CutSuffix(text, "# EOF\n")
	if !found {
		t.Fatalf("no EOF at the end:\n%s", text)
	}
	for line := range strings.Lines(body) {
		line = strings.TrimSuffix(line, "\n")
		d, s := descriptor.FindStringSubmatch(line), sample.FindStringSubmatch(line)
		switch {
		case d != nil:
			if d[2] != current {
				ended[current], current = true, d[2]
			}
			if said[d[1]+current] || ended[current] {
				t.Errorf("%s of %s is there twice, or behind another family", d[1], current)
			}
			said[d[1]+current] = true
			if d[1] == "UNIT" && !strings.HasSuffix(current, "_"+d[3]) {
				t.Errorf("%s does not end with its unit %s", current, d[3])
			}
		case s != nil && s[1] == current:
			checkLabels(t, s[2])
		default:
			t.Errorf("no line of OpenMetrics, or not of %s: %q", current, line)
		}
	}
}

var labelName = regexp.MustCompile(`(` + reLabel + `)="` + reString + `"`)

func checkLabels(t *testing.T, text string) {
	t.Helper()
	seen := map[string]bool{}
	for _, l := range labelName.FindAllStringSubmatch(text, -1) {
		if seen[l[1]] || strings.HasPrefix(l[1], "__") {
			t.Errorf("label %s is there twice, or reserved: %s", l[1], text)
		}
		seen[l[1]] = true
	}
}
