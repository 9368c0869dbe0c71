package startup

import (
	"context"
	"path/filepath"
	"slices"
	"time"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/experiment"
	"github.com/cupelgo/cupel/internal/host"
	"github.com/cupelgo/cupel/internal/stats"
)

// When to stop making plain runs.
const (
	narrow       = 0.05 // half width of the interval of the median, relative to it
	minPlainRuns = 6    // below that an order-statistics interval of 95 % does not exist
)

// agentRuns is how many runs are made of the instrumented build at the most: one is traced, again if it
// was idle so long that a deadlock was suspected, and again if it waits for what it executes; in another one
// allocations are sampled.
const agentRuns = 4

// acceptGap is how much later than its listening socket a program may accept before plain runs
// have to knock: polling for the socket is that imprecise anyway.
const acceptGap = 5 * time.Millisecond

// measure makes all runs: those of the instrumented build, plain ones, and those that a cause calls for.
func (m *measurement) measure(ctx context.Context) error {
	end := m.Now().Add(m.Budget)
	if err := m.target.observe(ctx, m, end); err != nil {
		return err
	}
	if err := m.plainRuns(ctx, end); err != nil {
		return err
	}
	if err := m.tryCold(ctx, end); err != nil {
		return err
	}
	if m.seen.Trace == nil {
		return m.initTrace(ctx)
	}
	return m.tryCollector(ctx, end)
}

// plainRuns makes the runs that say how long it takes. Where claims are to be judged by them the machine is watched.
func (m *measurement) plainRuns(ctx context.Context, end time.Time) error {
	var gate *host.Gate
	if m.Judge != nil {
		var err error
		if gate, err = host.OpenGate(ctx, m.record.Host); err != nil {
			return err
		}
		defer gate.Close()
	}
	until := m.plainUntil(end)
	for n := m.mostRuns(); len(m.seen.Plain) < n && !m.enough(until); {
		if err := m.plainRun(ctx, end); err != nil {
			return err
		}
		if gate != nil {
			gate.Add(used(&m.seen.Plain[len(m.seen.Plain)-1]))
			gate.Spin()
		}
	}
	if gate != nil {
		f := gate.Fitness()
		m.seen.Fitness = &f
	}
	return nil
}

// instrumented makes a traced run, and if it got ready the others of the same build.
func (m *measurement) instrumented(ctx context.Context, end time.Time) error {
	if m.Ready.Kind == experiment.Settle {
		if err := m.plainRun(ctx, end); err != nil { // tells how long the traced one must be watched
			return err
		}
	}
	if err := m.explained(ctx, end); err != nil || !m.seen.Trace.Good() {
		return err
	}
	m.preliminary()
	if err := m.lent(ctx, end); err != nil {
		return err
	}
	return m.sampled(ctx, end)
}

// explained makes the traced run, and one that follows what is executed if it waits for that.
func (m *measurement) explained(ctx context.Context, end time.Time) error {
	if err := m.traced(ctx); err != nil || !m.seen.Trace.Good() {
		return err
	}
	o, _, err := m.seen.observation(m.draft.Dir())
	if err != nil {
		return nil // the analysis will say so
	}
	m.late = m.acceptsLate(o)
	return m.followed(ctx, end, o)
}

func (m *measurement) plainRun(ctx context.Context, end time.Time) error {
	m.progress(Step{Text: "plain run", Of: m.mostRuns(), Done: len(m.seen.Plain), Left: end.Sub(m.Now())})
	run, err := m.session.Run(ctx, m.plainCommand(), m.Ready)
	if err == nil {
		m.seen.Plain = append(m.seen.Plain, run)
	}
	return err
}

// enough reports whether no further plain run is needed or affordable.
func (m *measurement) enough(end time.Time) bool {
	n := len(m.seen.Plain)
	if n == 0 {
		return false // at least one: when the traced run got stuck, it shows whether the agent is to blame
	}
	last := m.seen.Plain[n-1]
	if m.seen.Trace != nil && !m.seen.Trace.Good() && m.seen.other() == nil || !last.Good() {
		return true
	}
	if m.Now().Add(time.Duration(last.End - last.Start)).After(end) {
		return true
	}
	return m.Runs == 0 && n >= max(minPlainRuns, m.Least) && isNarrow(m.seen.Plain)
}

// isNarrow reports whether the interval of the median time to ready is within 5 %.
func isNarrow(runs []experiment.Run) bool {
	var ready []float64
	for _, r := range runs {
		ready = append(ready, float64(r.Ready-r.Start))
	}
	lo, hi, ok := stats.MedianCI95(ready)
	median := stats.Median(ready)
	return ok && max(hi-median, median-lo) <= narrow*median
}

// command is what all runs have in common.
func (m *measurement) command(path, output string) experiment.Command {
	return experiment.Command{
		Path: path, Args: m.Args, Dir: m.Dir, PTY: m.PTY, Output: filepath.Join(m.draft.Dir(), output),
		Env:        append(slices.Clone(m.Env), m.ExtraEnv...),
		StopSignal: m.StopSignal, Grace: m.Grace, Timeout: m.Timeout,
	}
}

func (m *measurement) plainCommand() experiment.Command {
	c := m.command(m.plain, filePlain)
	c.AcceptProbe = m.late
	if m.seen.mayFlee() {
		c.Background = leftListens
	}
	return c
}

// acceptsLate reports whether the traced run accepted so much later than it listened that the
// listening socket alone would show plain runs as ready too early.
func (m *measurement) acceptsLate(o *observation) bool {
	return m.seen.Trace.Taken != nil && o.ready-m.seen.Trace.Taken.Seen > acceptGap.Nanoseconds()
}

// preliminary hands on what the traced run alone shows, and keeps its causes: they may call for
// further runs. An error ends the measurement when the record is written.
func (m *measurement) preliminary() {
	rec := evidence.Record{Schema: evidence.Schema, Kind: Kind, Tool: m.Tool, Subject: m.record.Subject}
	if m.seen.save(m.draft.Dir()) != nil || analyze(m.draft.Dir(), &rec) != nil {
		return
	}
	m.causes = ranked(&rec)
	if m.Preliminary != nil {
		m.Preliminary(&Result{Record: &rec})
	}
}

// initTrace makes one run with the runtime's own report of init times, where the agent cannot go.
func (m *measurement) initTrace(ctx context.Context) error {
	if len(m.seen.Plain) == 0 || !m.seen.Plain[0].Good() {
		return nil
	}
	m.progress(Step{Text: "run with GODEBUG=inittrace=1"})
	c := m.command(m.plain, fileInitTrace)
	c.Env = withGODEBUG(c.Env, "inittrace=1")
	run, err := m.session.Run(ctx, c, m.Ready)
	if err != nil {
		return err
	}
	m.seen.InitTrace = &run
	return nil
}

// withGODEBUG adds a setting to GODEBUG and keeps those that are there.
func withGODEBUG(env []string, setting string) []string {
	for i, kv := range slices.Backward(env) {
		if old, ok := cutKey(kv, "GODEBUG"); ok && old != "" {
			env[i] = "GODEBUG=" + old + "," + setting
			return env
		}
	}
	return append(env, "GODEBUG="+setting)
}
