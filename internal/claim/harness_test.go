package claim

import (
	"strings"
	"testing"

	"github.com/cupelgo/cupel/internal/comparison"
)

// known is what the tests' only capability measures.
var known = []Capability{{
	Name: "startup",
	Metrics: []Metric{
		{Name: "/startup/ready:seconds", Unit: "seconds", Class: comparison.Wall, Better: "lower"},
		{Name: "/startup/cpu:seconds", Unit: "seconds", Class: comparison.CPU, Better: "lower"},
		{Name: "/startup/rss:bytes", Unit: "bytes", Class: comparison.RSS, Better: "lower"},
		{Name: "/startup/allocs:bytes", Unit: "bytes", Class: comparison.Bytes, Better: "lower"},
		{Name: "/startup/packages:count", Unit: "count", Class: comparison.Count, Exact: true, Better: "lower"},
		{Name: "/startup/busy:ratio", Unit: "ratio", Class: comparison.CPU, Better: "none"},
		{Name: "/startup/class:seconds", Unit: "seconds", Class: comparison.Wall, Better: "lower", Needs: []string{"phases"}},
	},
	FindingKeys: map[string][]string{
		"rule":  {"network-at-init", "regexp-at-init", "sleep"},
		"class": {"cpu", "network", "sleep"}, "phase": {"init", "main", "runtime"},
		"severity": {"high", "info", "low", "medium"}, "package": nil,
	},
}}

// claims makes a claims file of one claim, with lines to add below it.
func claims(expect string, more ...string) string {
	return "claims:\n  - name: it is so\n    run: startup ./cmd/api\n    expect: " + expect + "\n" + strings.Join(more, "\n")
}

// expectation parses an expectation that may have a baseline and has no mistake.
func expectation(t *testing.T, text string) *Expectation {
	t.Helper()
	f, err := Parse("cupel.yaml", []byte(claims(text, "    against: git:main")), known)
	if err != nil {
		t.Fatal(err)
	}
	return &f.Claims[0].Expect
}
