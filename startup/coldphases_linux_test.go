package startup

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/internal/experiment"
)

// TestPhases divides a run at its marks, and says why where it cannot.
func TestPhases(t *testing.T) {
	good := experiment.Run{Start: 1e9, Ready: 4e9, ReadBytes: 900, MajorFaults: 9, Outcome: experiment.OutcomeReady}
	unread, crashed := good, good
	unread.ReadBytes, crashed.Outcome, crashed.Problem = -1, experiment.OutcomeCrashed, "out of memory"
	seen := phaseWatch{own: phaseMark{0, 50, 1}, init: phaseMark{2e9, 500, 5}, main: phaseMark{3e9, 700, 6}}
	refused, ended := seen, seen
	refused.err, ended.main = errors.New("setting a breakpoint: not permitted"), phaseMark{}
	for _, c := range []struct {
		name  string
		watch phaseWatch
		run   experiment.Run
		want  string
	}{
		{"known", seen, good, ""},
		{"refused", refused, good, "not permitted"},
		{"crashed", seen, crashed, "out of memory"},
		{"ended in package init", ended, good, "was not seen to begin"},
		{"reads are not told", seen, unread, "the kernel does not tell"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := c.watch.phases(&c.run)
			if c.want != "" {
				if !strings.Contains(got.Problem, c.want) {
					t.Errorf("problem = %q, want %q", got.Problem, c.want)
				}
				return
			}
			want := phasedRun{Runtime: phaseCost{1, 550, 6}, Init: phaseCost{1, 200, 1}, Main: phaseCost{1, 200, 3}}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}
