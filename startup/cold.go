package startup

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/cupelgo/cupel/internal/experiment"
	"github.com/cupelgo/cupel/internal/host"
)

// Cold is said of runs before which the page cache drops the executable and the shared libraries that it
// loads: they are read from the disk again, as on a machine that runs the program for the first time. What
// else the program reads stays cached, as does what the disk itself or a host below this machine caches.

// The passes of page-cache-cold runs.
const (
	passCold       = "cold"
	passColdPhases = "cold-phases" // with two breakpoints, see coldphases_linux.go
)

// coldInVain is after how many cold runs no more are made if none of them was cold.
const coldInVain = 2

// cold is what the page-cache-cold runs were and gave.
type cold struct {
	Files  []coldFile  `json:"files"`            // that were dropped, the executable first
	Unseen string      `json:"unseen,omitempty"` // why the shared libraries are not among them; "" if they are
	Pairs  []pair      `json:"pairs"`            // Other is the cold run; each tells when it began, and so the order
	Phases []phasePair `json:"phases,omitempty"` // of runs of their own

	paths []string // of Files
}

// A coldFile is a file that is dropped from the page cache before each cold run.
type coldFile struct {
	Name       string `json:"name"`
	FileSystem string `json:"file_system,omitempty"` // "" could not tell
	Bytes      int64  `json:"bytes"`
	Stayed     int64  `json:"stayed"`            // bytes, the most that stayed in the page cache nevertheless; -1 could not tell
	Problem    string `json:"problem,omitempty"` // why it could not be dropped
}

// coldPairs is the most pairs of a warm and a cold run.
func (o *Options) coldPairs() int {
	switch {
	case !o.Cold:
		return 0
	case o.Runs > 0:
		return o.Runs
	}
	return mostPairs
}

// coldRuns is the most runs that --cold adds.
func (o *Options) coldRuns() int {
	if !o.Cold {
		return 0
	}
	runs := 2 * o.coldPairs()
	if mayLookOutside() == nil {
		runs += 2 * mostPhasePairs
	}
	return runs
}

// plainUntil is up to when plain runs may be made: the pairs that were asked for need their part of the
// budget, too.
func (m *measurement) plainUntil(end time.Time) time.Time {
	if !m.Cold {
		return end
	}
	now := m.Now()
	return now.Add(end.Sub(now) / 2)
}

// tryCold makes pairs of a warm and a cold run, in turns so that neither always comes first.
func (m *measurement) tryCold(ctx context.Context, end time.Time) error {
	if !m.Cold || m.seen.trouble() != nil {
		return nil
	}
	c := m.coldFiles()
	for n := 0; n < m.coldPairs() && m.affordsPair(c.Pairs, end); n++ {
		m.progress(Step{Text: "pair of a warm and a page-cache-cold run", Of: m.coldPairs(), Done: n, Left: end.Sub(m.Now())})
		var p pair
		if err := inTurns(ctx, n, m.pairRun(&p.Plain), c.before(m.pairRun(&p.Other))); err != nil {
			return err
		}
		c.Pairs = append(c.Pairs, p)
		if !p.Plain.Good() || !p.Other.Good() || n+1 == coldInVain && c.inVain() {
			break
		}
	}
	if len(c.Pairs) == 0 {
		m.skip(whatCold, "a pair of a warm and a cold run does not fit in what is left of the budget", "a longer --budget")
		return nil
	}
	m.seen.Cold = c
	return m.coldPhases(ctx, c, end)
}

// affordsPair reports whether another pair fits in the budget. The first cold run may take longer than
// anybody knows.
func (m *measurement) affordsPair(made []pair, end time.Time) bool {
	if len(made) == 0 {
		return m.affords(end, 2)
	}
	last := made[len(made)-1]
	took := last.Plain.End - last.Plain.Start + last.Other.End - last.Other.Start
	return !m.Now().Add(time.Duration(took)).After(end)
}

// inTurns makes the nth pair of runs: of every other one the second run comes first.
func inTurns(ctx context.Context, n int, first, second func(context.Context) error) error {
	if n%2 == 1 {
		first, second = second, first
	}
	if err := first(ctx); err != nil {
		return err
	}
	return second(ctx)
}

// before returns a function that drops the files and then makes a run.
func (c *cold) before(run func(context.Context) error) func(context.Context) error {
	return func(ctx context.Context) error {
		c.drop()
		return run(ctx)
	}
}

// drop drops all files from the page cache and notes what stays.
func (c *cold) drop() {
	for i, path := range c.paths {
		f := &c.Files[i]
		done, err := experiment.Forget(path)
		if err != nil {
			f.Problem = reason(err)
		}
		f.Bytes, f.Stayed = max(f.Bytes, done.Bytes), max(f.Stayed, done.Stayed)
	}
}

// coldFiles returns what is to be dropped: the executable and what the dynamic loader was seen to map.
func (m *measurement) coldFiles() *cold {
	c := new(cold)
	c.add(m.plain)
	if l := linkage(m.plain); l == nil || !l.Interpreter {
		return c
	}
	mapped, why := m.seen.mapped()
	c.Unseen = why
	for _, path := range mapped {
		if !m.isProgram(path) {
			c.add(path)
		}
	}
	return c
}

func (c *cold) add(path string) {
	c.paths = append(c.paths, path)
	c.Files = append(c.Files, coldFile{Name: filepath.Base(path), FileSystem: host.FileSystem(path), Stayed: -1})
}

// mapped returns the files that the run that explains the others had mapped at its own first instruction, or
// why they are not known.
func (o *observed) mapped() (files []string, why string) {
	switch {
	case o.Trace == nil:
		return nil, "no run was observed"
	case len(o.Trace.Mapped) == 0:
		return nil, fmt.Sprintf("the dynamic loader was not seen (%s)", o.Trace.NoEntry)
	}
	return o.Trace.Mapped, ""
}

// isProgram reports whether path is one of the executables of the program.
func (m *measurement) isProgram(path string) bool {
	info, err := os.Stat(path)
	return err == nil && slices.ContainsFunc([]string{m.plain, m.agent}, func(own string) bool {
		known, err := os.Stat(own)
		return err == nil && os.SameFile(info, known)
	})
}
