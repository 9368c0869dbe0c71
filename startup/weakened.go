package startup

import (
	"fmt"
	"maps"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/host"
)

// hostWarnings tell by what the machine has weakened the numbers of a record, if there are any.
func hostWarnings(rec *evidence.Record) []evidence.Warning {
	if len(rec.Metrics) == 0 {
		return nil
	}
	h := rec.Host
	h.Env = maps.Clone(h.Env)
	for _, key := range rec.Subject.EnvKeys { // that is what was to be measured
		delete(h.Env, key)
	}
	if rec.Subject.File != "" { // nothing was built
		for _, key := range []string{"GOFLAGS", "GOEXPERIMENT", "GOFIPS140"} {
			delete(h.Env, key)
		}
	}
	var out []evidence.Warning
	for _, r := range host.Weakening(h) {
		out = append(out, evidence.Warning{Metric: MetricReady, Text: fmt.Sprintf(
			"%s weakens %s: %s; cupel doctor says what would change that", r.Name, host.Spoken(r.Weakens), r.Value)})
	}
	return out
}
