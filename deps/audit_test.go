package deps

import (
	"bytes"
	"os"
	"testing"
)

// TestPart holds that a build which is taken out of the whole is the one that would be loaded by itself.
func TestPart(t *testing.T) {
	options := Options{Dir: "..", Env: os.Environ()}
	whole, err := Load(t.Context(), (&AuditOptions{Options: options}).whole())
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name       string
		all, tests bool
	}{{"one build", false, false}, {"with tests", false, true}, {"every platform", true, false}} {
		t.Run(test.name, func(t *testing.T) {
			options.All, options.Tests = test.all, test.tests
			g, err := Load(t.Context(), options)
			if err != nil {
				t.Fatal(err)
			}
			var want, got bytes.Buffer
			if err := Summarize(g.View(g.Scope())).Encode(&want); err != nil {
				t.Fatal(err)
			}
			if err := Summarize(whole.part(Scope{Context: whole.Native, All: test.all, Tests: test.tests})).Encode(&got); err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got.Bytes(), want.Bytes()) {
				t.Errorf("the part of the whole is another graph: %d bytes, by itself %d", got.Len(), want.Len())
			}
		})
	}
}
