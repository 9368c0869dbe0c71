package startup

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"github.com/cupelgo/cupel/internal/agent"
)

// sampled makes the run that samples allocations, if the budget allows for it besides the plain
// runs that an interval needs.
func (m *measurement) sampled(ctx context.Context, end time.Time) error {
	const what = "allocations by site"
	traced := time.Duration(m.seen.Trace.End - m.seen.Trace.Start)
	if m.Now().Add((minPlainRuns + 1) * traced).After(end) {
		m.skip(what, fmt.Sprintf("the budget of %s leaves no room for another run", m.Budget), "a greater --budget")
		return nil
	}
	m.progress(Step{Text: "run that samples allocations", Of: 1})
	path := filepath.Join(m.draft.Dir(), fileAllocs)
	ch, err := openChannel(agent.MagicAllocs, map[int]string{agent.AllocsFD: path})
	if err != nil {
		return fmt.Errorf("preparing the run that samples allocations: %w", err)
	}
	defer ch.close()
	c := m.command(m.agent, "")
	c.Output = "" // it prints what the others do
	c.Files, c.OnReady = ch.files, ch.stop
	c.AcceptProbe = m.late
	run, err := m.session.Run(ctx, c, m.Ready)
	if err != nil {
		return err
	}
	m.seen.Alloc = &run
	if err := rewriteFile(path, func(w io.Writer, r io.Reader) error {
		return agent.RewriteAllocs(w, r, m.target.SourcePath)
	}); err != nil {
		m.seen.Alloc.Warnings = append(m.seen.Alloc.Warnings, "source paths of the allocations are those of the build: "+err.Error())
	}
	return nil
}
