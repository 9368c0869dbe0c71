package host

import (
	"context"
	"errors"
	"runtime"
	"testing"
)

// TestGate asks only for what must be true on every machine, however busy: who opens a gate gets every gauge judged
// that the system tells of, and closing ends the watching.
func TestGate(t *testing.T) {
	g, err := OpenGate(t.Context(), Fingerprint(""))
	if err != nil {
		t.Fatal(err)
	}
	for range enoughPairs {
		g.Spin()
	}
	g.Add(Used{Wall: 1, CPU: 1})
	r := g.Read()
	if len(r.Before) == 0 || len(r.During) != enoughPairs || len(r.Moments) < 2 || len(r.Runs) != 1 {
		t.Errorf("read %d and %d pairs, %d moments, %d runs, want all of them", len(r.Before), len(r.During), len(r.Moments), len(r.Runs))
	}
	for i := 1; i < len(r.Moments); i++ {
		if r.Moments[i].At <= r.Moments[i-1].At {
			t.Errorf("moment %d at %v s, after one at %v s", i, r.Moments[i].At, r.Moments[i-1].At)
		}
	}
	for _, c := range g.Fitness().Checks {
		told := c.Name == "spin" || c.Name == "spin-tail" || c.Name == "clock"
		if runtime.GOOS == linux {
			told = told || c.Name == "spin-lost" || c.Name == "spin-lost-during" || c.Name == "suspend"
		}
		if told && c.State == Unknown {
			t.Errorf("%s is unknown: %s", c.Name, c.Value)
		}
	}
	g.Close()
	g.Close()
}

func TestGateInterrupted(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := OpenGate(ctx, Fingerprint("")); !errors.Is(err, context.Canceled) {
		t.Errorf("OpenGate = %v, want that it was cancelled", err)
	}
	ctx, stop = context.WithCancel(t.Context())
	g, err := OpenGate(ctx, Fingerprint(""))
	if err != nil {
		t.Fatal(err)
	}
	stop()
	g.watching.Wait() // or hangs
	g.Close()
}
