package experiment

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestOther wants it to be told when something else got ready than the program that was started.
func TestOther(t *testing.T) {
	s := newTestSession(t)
	listen := []string{"tcp", "127.0.0.1:0"}
	self := func(how string) *Other {
		return &Other{How: how, Name: filepath.Base(os.Args[0]), Self: true, Args: listen, Env: []string{helperKey}}
	}
	for _, tt := range []struct {
		helper, outcome string
		want            *Other
	}{
		{"listen", OutcomeReady, nil},
		{"become", OutcomeReady, self(HowExec)},
		{"oversee", OutcomeReady, self(HowChild)},
		{"flee", OutcomeDaemon, self(HowLeft)},
	} {
		t.Run(tt.helper, func(t *testing.T) {
			c := helper(tt.helper, listen...)
			c.Background = 10 * time.Second
			r := run(t, s, c, "auto")
			if r.Outcome != tt.outcome {
				t.Errorf("outcome %s (%s), want %s", r.Outcome, r.Problem, tt.outcome)
			}
			if diff := cmp.Diff(tt.want, r.Other); diff != "" {
				t.Errorf("Other (-want +got):\n%s", diff)
			}
			assertNothingLeft(t, s)
		})
	}
}

// TestLeftWithoutListener wants a program that leaves a helper behind to have ended well.
func TestLeftWithoutListener(t *testing.T) {
	s := newTestSession(t)
	if r := run(t, s, helper("daemon", filepath.Join(s.Temp(), "pid")), "auto"); r.Outcome != OutcomeExited || r.Other != nil {
		t.Errorf("run %+v", r)
	}
}
