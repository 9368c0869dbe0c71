package startup

import (
	"errors"
	"strings"
	"testing"

	"github.com/cupelgo/cupel/internal/experiment"
)

// TestElsewhere wants a trace to be given up, with what to do, exactly when another execution than the
// traced one got ready.
func TestElsewhere(t *testing.T) {
	good := func(o *experiment.Other) experiment.Run {
		return experiment.Run{Outcome: experiment.OutcomeReady, Other: o}
	}
	crashed := experiment.Run{Outcome: experiment.OutcomeCrashed, Signal: "SIGPROF"}
	inner := &experiment.Other{How: experiment.HowExec, Name: "x", Self: true, Args: []string{"serve"}, Env: []string{"INNER"}}
	for _, tt := range []struct {
		name         string
		trace, plain experiment.Run
		why, remedy  string // parts; "" for none
	}{
		{"itself", good(nil), good(nil), "", ""},
		{"exec", good(inner), good(inner), "replaces itself by another execution", "--env INNER=... example.com/x -- serve"},
		{"exec, killed by the profiler", crashed, good(inner), "replaces itself", "-- serve"},
		{"exec of another", good(&experiment.Other{How: experiment.HowExec, Name: "java"}), good(nil), "by java (exec)", "java"},
		{"child", good(&experiment.Other{How: experiment.HowChild, Name: "x", Self: true}), good(nil), "child process", "cupel startup example.com/x"},
		{"child of another", good(&experiment.Other{How: experiment.HowChild, Name: "postgres"}), good(nil), "", ""},
	} {
		o := &observed{Package: "example.com/x", Trace: &tt.trace, Plain: []experiment.Run{tt.plain}}
		s := o.elsewhere()
		if got := s != nil; got != (tt.why != "") {
			t.Errorf("%s: elsewhere = %+v", tt.name, s)
		} else if got && (!strings.Contains(s.Why, tt.why) || !strings.Contains(s.Remedy, tt.remedy)) {
			t.Errorf("%s: elsewhere = %+v, want %q, %q", tt.name, s, tt.why, tt.remedy)
		}
	}
}

// TestUnseen wants the reason of a missing trace to be told from how the run ended.
func TestUnseen(t *testing.T) {
	for _, tt := range []struct {
		run  experiment.Run
		want string
	}{
		{experiment.Run{Outcome: experiment.OutcomeExited}, "replaced itself by another one (exec)"},
		{experiment.Run{Outcome: experiment.OutcomeCrashed, Signal: "SIGPROF"}, "replaced itself by another one (exec)"},
		{experiment.Run{Outcome: experiment.OutcomeCrashed, Signal: "SIGKILL"}, "damaged"},
	} {
		o := &observed{Trace: &tt.run}
		if s := o.unseen(errors.New("damaged")); !strings.Contains(s.Why, tt.want) || s.Remedy == "" {
			t.Errorf("unseen after %s %s = %+v", tt.run.Outcome, tt.run.Signal, s)
		}
	}
}
