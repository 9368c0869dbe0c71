package startup

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/cupelgo/cupel/internal/agent"
)

// lent makes runs that lend their samples, if the kernel took none and as far as the budget allows for
// them besides the plain runs that an interval needs.
func (m *measurement) lent(ctx context.Context, end time.Time) error {
	if m.unsampled == nil {
		return nil
	}
	lenders, all := 0, []lent{}
	for n := range mostLending() {
		traced := time.Duration(m.seen.Trace.End - m.seen.Trace.Start)
		if m.Now().Add((minPlainRuns + 2) * traced).After(end) {
			break
		}
		m.progress(Step{Text: "traced run for more CPU samples", Of: lendingRuns, Done: n, Left: end.Sub(m.Now())})
		more, lends, err := m.lend(ctx)
		if err != nil {
			return err
		}
		if lends {
			lenders++
			all = append(all, more...)
		}
	}
	why, remedy, named := strings.Cut(m.unsampled.Error(), "; ") // as perf.Available puts it
	if !named {
		remedy = "leave to trace the program (ptrace)"
	}
	m.skip("CPU samples at 10 kHz, and starvation by other processes", fmt.Sprintf("%s; the Go runtime's profiler "+
		"took samples 4 ms apart instead, those of init functions in %s", why, counted(1+lenders, "run", "runs")), remedy)
	data, err := json.Marshal(all)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(m.draft.Dir(), fileLent), data, 0o644)
}

// lend makes one run and returns the samples of its init functions. lends is false of a run that failed or
// whose trace is damaged.
func (m *measurement) lend(ctx context.Context) (samples []lent, lends bool, err error) {
	trace, marks := filepath.Join(m.session.Temp(), fileTrace), filepath.Join(m.session.Temp(), fileMarks)
	defer os.Remove(trace)
	defer os.Remove(marks)
	ch, err := openChannel(agent.Magic, map[int]string{agent.TraceFD: trace, agent.MarksFD: marks})
	if err != nil {
		return nil, false, fmt.Errorf("preparing a traced run: %w", err)
	}
	defer ch.close()
	c := m.command(m.agent, "")
	c.Output = "" // it prints what the others do
	c.Files, c.OnReady = ch.files, ch.stop
	c.AcceptProbe = m.late
	run, err := m.session.Run(ctx, c, m.Ready)
	if err != nil || !run.Good() {
		return nil, false, err
	}
	left := os.DirFS(m.session.Temp())
	line, traceErr := readTimeline(left, nil)
	seen, marksErr := readMarks(left, fileMarks)
	if traceErr != nil || marksErr != nil {
		return nil, false, nil
	}
	return lend(line, seen.Inits, m.target.SourcePath), true, nil
}
