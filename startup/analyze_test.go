package startup

import (
	"strings"
	"testing"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/experiment"
)

func TestOtherWork(t *testing.T) {
	tests := []struct {
		name          string
		plain, traced float64 // seconds of CPU
		want          bool
	}{
		{"what observing costs", 0.020, 0.035, false},
		{"twice of little", 0.004, 0.012, false},
		{"a database is made", 0.017, 0.092, true},
		{"a long one", 1, 1.5, false},
		{"not known", 0.02, -1, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			rec := &evidence.Record{Metrics: []evidence.Metric{{
				Name: MetricCPU, Pass: passPlain, Summary: evidence.Summary{Median: test.plain},
			}}}
			got := otherWork(&observed{Trace: &experiment.Run{CPUReady: test.traced}}, rec)
			if (len(got) == 1) != test.want {
				t.Errorf("warnings %+v, want any: %t", got, test.want)
			}
		})
	}
}

// Points cost CPU time: of a run that was looked at from outside it is not said that it did other work.
func TestOtherWorkFromOutside(t *testing.T) {
	rec := &evidence.Record{Metrics: []evidence.Metric{{Name: MetricCPU, Pass: passPlain, Summary: evidence.Summary{Median: 0.011}}}}
	got := otherWork(&observed{Trace: &experiment.Run{CPUReady: 0.048}, ObservedBy: passPtrace}, rec)
	if len(got) != 1 || !strings.Contains(got[0].Text, "being observed slows down") {
		t.Errorf("warnings %+v", got)
	}
}
