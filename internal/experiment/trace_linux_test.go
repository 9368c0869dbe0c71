package experiment

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/cupelgo/cupel/internal/ptrace"
)

// traced is c under a tracer, whose calls it counts.
func traced(c Command, calls *int) Command {
	c.Trace = func(pid int) error {
		*calls++
		return new(ptrace.Tracer).Run(pid)
	}
	return c
}

// A traced run is like another, whatever becomes of the program.
func TestTrace(t *testing.T) {
	s := newTestSession(t)
	file := filepath.Join(s.Temp(), "pid")
	stubborn := helper("stubborn", "tcp", "127.0.0.1:0")
	stubborn.Grace = 50 * time.Millisecond
	slow := helper("sleep")
	slow.Timeout = 300 * time.Millisecond
	entry := helper("nothing")
	entry.SeeEntry = true
	killed := helper("nothing")
	killed.Stopped = func(pid int) error { return syscall.Kill(pid, syscall.SIGKILL) }
	for _, tt := range []struct {
		name    string
		c       Command
		ready   string
		outcome string
		signal  string
		warning string
	}{
		{"ends", helper("nothing"), "exit", OutcomeExited, "", ""},
		{"ends after its entry was seen", entry, "exit", OutcomeExited, "", ""},
		{"crashes", helper("exit", "3"), "exit", OutcomeCrashed, "", ""},
		{"kills itself", helper("die"), "exit", OutcomeCrashed, "SIGKILL", ""},
		{"is killed before", killed, "exit", OutcomeCrashed, "SIGKILL", ""},
		{"listens", helper("listen", "tcp", "127.0.0.1:0"), "listen", OutcomeReady, "SIGTERM", ""},
		{"ignores SIGTERM", stubborn, "listen", OutcomeReady, "SIGKILL", "was killed"},
		{"is late", slow, "listen", OutcomeTimeout, "SIGTERM", ""},
		{"becomes another", helper("become", "tcp", "127.0.0.1:0"), "listen", OutcomeReady, "SIGTERM", ""},
		{"has a child", helper("oversee", "tcp", "127.0.0.1:0"), "listen", OutcomeReady, "SIGTERM", ""},
		{"leaves a process", helper("daemon", file), "exit", OutcomeExited, "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			calls := 0
			r := run(t, s, traced(tt.c, &calls), tt.ready)
			if r.Outcome != tt.outcome || r.Signal != tt.signal || calls != 1 {
				t.Errorf("traced %d times, run %+v, want %s %s", calls, r, tt.outcome, tt.signal)
			}
			if got := strings.Join(r.Warnings, "\n"); tt.warning == "" && got != "" || !strings.Contains(got, tt.warning) {
				t.Errorf("warnings %q, want %q", got, tt.warning)
			}
			if tt.c.SeeEntry && r.Entry == 0 {
				t.Errorf("entry not seen: %s", r.NoEntry)
			}
			assertNothingLeft(t, s)
		})
	}
}

func TestTraceCanceled(t *testing.T) {
	s := newTestSession(t)
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(100*time.Millisecond, cancel)
	calls := 0
	r, err := s.Run(ctx, traced(helper("sleep"), &calls), Ready{Kind: Listen})
	if !errors.Is(err, context.Canceled) || r.Outcome != OutcomeCanceled || calls != 1 {
		t.Errorf("traced %d times, run %+v, %v", calls, r, err)
	}
	assertNothingLeft(t, s)
}

// A program that could not be traced goes on, and the run says so.
func TestTraceFails(t *testing.T) {
	s := newTestSession(t)
	file := filepath.Join(s.Temp(), "tracer")
	c := helper("tracer", file)
	c.Trace = func(int) error { return errors.New("no breakpoints") }
	r := run(t, s, c, "exit")
	if !r.Good() || len(r.Warnings) != 1 || !strings.Contains(r.Warnings[0], "no breakpoints") {
		t.Errorf("run %+v, want a warning", r)
	}
	if by := readInts(t, file)[0]; by != 0 {
		t.Errorf("the program was traced by %d", by)
	}
}

func TestTraceRefused(t *testing.T) {
	s := newTestSession(t)
	s.launch.do(func() { refusePtrace(t) })
	calls := 0
	r := run(t, s, traced(helper("nothing"), &calls), "exit")
	if !r.Good() || calls != 0 || len(r.Warnings) != 1 || !strings.Contains(r.Warnings[0], "with ptrace") {
		t.Errorf("traced %d times, run %+v, want it plain with a warning", calls, r)
	}
}

// tracing holds a Session with a traced program that goes on for ever; its pid goes into FILE.
func tracing(args []string) {
	s, err := NewSession()
	must(err)
	c := Command{Path: os.Args[0], Env: append(os.Environ(), helperKey+"=sleep")}
	c.Trace = func(pid int) error {
		must(os.WriteFile(args[0], fmt.Append(nil, pid), 0o600))
		os.Stdout.WriteString("ready\n")
		return new(ptrace.Tracer).Run(pid)
	}
	_, err = s.Run(context.Background(), c, Ready{Kind: Listen})
	must(err)
}
