package startup

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"github.com/cupelgo/cupel/internal/agent"
	"github.com/cupelgo/cupel/internal/experiment"
	"github.com/cupelgo/cupel/internal/gotool"
	"github.com/cupelgo/cupel/internal/report"
)

// source is the origin of a program that Cupel builds.
type source struct{ *gotool.Target }

func newSource(ctx context.Context, o *Options, s *experiment.Session, temp string) (*subject, error) {
	t, err := gotool.Resolve(ctx, gotool.Options{
		Target: o.Target, Dir: o.Dir, Flags: o.BuildFlags, Temp: temp,
		Env: append(slices.Clone(o.Env), s.ToolMark()),
	})
	if err != nil {
		return nil, err
	}
	sub := &subject{
		Package: t.Package, Module: t.Module, Version: t.Version, GoVersion: t.GoVersion, Packages: t.Packages,
		Build: buildSettings(o.BuildFlags), flags: append(slices.Clone(o.BuildFlags), t.Goflags()),
		builds: 2, origin: source{t},
	}
	if sub.blind = agent.Supports(runtime.GOOS, runtime.GOARCH, t.GoVersion); sub.blind != nil {
		sub.builds = 1
	}
	return sub, nil
}

// prepare makes both executables. Where the agent cannot go the plain one alone is made.
func (s source) prepare(ctx context.Context, m *measurement) error {
	m.progress(Step{Text: "building " + s.Package})
	m.plain = filepath.Join(m.temp, report.Program(s.Package))
	if err := s.Build(ctx, m.plain); err != nil {
		return err
	}
	if err := m.target.blind; err != nil {
		m.skip("critical path, causes and exact init times", err.Error(),
			"Linux, and a Go toolchain from "+agent.Oldest+" to "+agent.Newest+" (see the toolchain line of go.mod)")
		return nil
	}
	m.progress(Step{Text: "building it again with the agent"})
	instrumented := filepath.Join(m.temp, "agent", report.Program(s.Package))
	if err := os.Mkdir(filepath.Dir(instrumented), 0o700); err != nil {
		return err
	}
	if err := s.BuildInstrumented(ctx, instrumented); err != nil {
		return fmt.Errorf("building with the agent: %w", err)
	}
	m.agent = instrumented
	return nil
}

// observe makes the runs of the build with the agent.
func (s source) observe(ctx context.Context, m *measurement, end time.Time) error {
	if m.agent == "" {
		return nil
	}
	return m.instrumented(ctx, end)
}

// intact: nobody else knows where the executables are.
func (s source) intact() error { return nil }
