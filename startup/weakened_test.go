package startup

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/evidence"
)

func TestHostWarnings(t *testing.T) {
	pressure, steal := 31.0, 0.004
	h := evidence.Host{
		OS: "linux", Cores: 2, Pressure: &pressure, Steal: &steal, ClockSource: "tsc",
		Env: map[string]string{"GOGC": "400", "GOFLAGS": "-race"},
	}
	measured := []evidence.Metric{{Name: MetricReady, Pass: passPlain}}
	const (
		waited = "cpu-pressure weakens wall times: in 31 % of the 10 s before some task waited for a CPU; cupel doctor says what would change that"
		gogc   = "go-environment weakens wall and CPU times: GOGC=400; cupel doctor says what would change that"
		race   = "goflags weakens wall and CPU times: -race: slows down what is built; cupel doctor says what would change that"
	)
	for _, tt := range []struct {
		name string
		rec  evidence.Record
		want []string
	}{
		{"of a package", evidence.Record{Host: h, Metrics: measured}, []string{waited, gogc, race}},
		{"of an executable, which is not built", evidence.Record{
			Host: h, Metrics: measured, Subject: evidence.Subject{File: "api"},
		}, []string{waited, gogc}},
		{"with a variable that was asked for", evidence.Record{
			Host: h, Metrics: measured, Subject: evidence.Subject{EnvKeys: []string{"GOGC"}},
		}, []string{waited, race}},
		{"without any number", evidence.Record{Host: h}, nil},
		{"that does not tell", evidence.Record{Metrics: measured}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, w := range hostWarnings(&tt.rec) {
				got = append(got, w.Text)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("hostWarnings differs (-want +got):\n%s", diff)
			}
			if h.Env["GOGC"] == "" {
				t.Error("the record itself was changed")
			}
		})
	}
}
