package finding

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/evidence"
)

func TestSeverity(t *testing.T) {
	tests := []struct {
		name        string
		cost, ready float64
		onPath      bool
		want        string
	}{
		{"half of a second", 0.5, 1, true, High},
		{"exactly at both thresholds", 0.05, 0.25, true, High},
		{"large share of little", 0.049, 0.1, true, Medium},
		{"off the path", 0.5, 1, false, Medium},
		{"long but a small share", 1, 10, true, Medium},
		{"exactly at the medium cost", 0.005, 0.08, true, Medium},
		{"exactly at the medium share", 0.05, 1, true, Medium},
		{"half of nothing", 0.0049, 0.01, true, Low},
		{"a small share", 0.04, 1, true, Low},
		{"nothing", 0, 1, true, Low},
		{"never ready", 0.5, 0, true, Low},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := Severity(test.cost, test.ready, test.onPath)
			if got != test.want {
				t.Errorf("Severity(%v, %v, %v) = %s, want %s", test.cost, test.ready, test.onPath, got, test.want)
			}
		})
	}
}

func TestFingerprint(t *testing.T) {
	// The value is written into records and compared across versions: it must never change.
	const want = "6d2ae5a44c50e78c"
	got := Fingerprint("network-at-init", "example.com/a/config", "init.0")
	if got != want {
		t.Errorf("Fingerprint = %s, want %s", got, want)
	}
	if Fingerprint("a", "bc", "d") == Fingerprint("ab", "c", "d") {
		t.Error("Fingerprint does not tell its parts apart")
	}
}

func TestRank(t *testing.T) {
	ranked := []evidence.Finding{
		place(High, 0.3, "b-rule", "p", "f", 1),
		place(High, 0.2, "a-rule", "p", "f", 1),
		place(Medium, 0.9, "a-rule", "p", "f", 1),
		place(Low, 0.1, "a-rule", "p", "g", 9),
		place(Low, 0.1, "a-rule", "q", "f", 1),
		place(Low, 0.1, "a-rule", "q", "f", 2),
		place(Low, 0.1, "b-rule", "a", "a", 1),
		place(Info, 5, "a-rule", "p", "f", 1),
	}
	shuffled := append([]evidence.Finding{}, ranked...)
	rng := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		rng.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		before := append([]evidence.Finding{}, shuffled...)
		if diff := cmp.Diff(ranked, Rank(shuffled)); diff != "" {
			t.Fatalf("Rank differs (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(before, shuffled); diff != "" {
			t.Fatalf("Rank changed its argument:\n%s", diff)
		}
	}
}

func place(severity string, cost float64, rule, pkg, symbol string, line int) evidence.Finding {
	return evidence.Finding{
		Rule:     rule,
		Severity: severity,
		Where:    evidence.Frame{Package: pkg, Symbol: symbol, Line: line},
		Cost:     evidence.Cost{Value: cost, Unit: "seconds"},
	}
}
