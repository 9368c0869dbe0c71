package startup

import (
	"fmt"
	"strings"

	"github.com/cupelgo/cupel/internal/finding"
	"github.com/cupelgo/cupel/internal/gotool"
)

var dynamicLinking = cause{
	phase: phaseRuntime,
	match: func(s *slice) bool { return s.Loader },
	Rule: finding.Rule{
		Name:  "dynamic-linking",
		Title: "is linked to shared libraries that take long to load",
		Class: "cpu",
		Doc: "Before the program's first instruction the dynamic loader finds, maps and relocates the " +
			"libraries that it needs and those that they need, and runs their constructors.",
		Do: "look with LD_DEBUG=statistics,libs; leave out cgo (CGO_ENABLED=0, or -tags netgo,osusergo " +
			"where only net and os/user need it), link statically, or open a big library when it is first used",
		Before: `go build ./cmd/api # with cgo, linked to libc and what else it wraps`,
		After:  `CGO_ENABLED=0 go build ./cmd/api`,
		Sources: []string{
			"https://pkg.go.dev/cmd/cgo", "https://pkg.go.dev/net#hdr-Name_Resolution",
			"https://man7.org/linux/man-pages/man8/ld.so.8.html",
		},
	},
}

// mostLibraries is how many libraries are named.
const mostLibraries = 4

// libraries names the libraries of the executable. It begins with a semicolon.
func (o *observation) libraries() string {
	names := o.linked.Libraries
	text := counted(len(names), "library", "libraries")
	if len(names) > mostLibraries {
		names = append(names[:mostLibraries:mostLibraries], "…")
	}
	return fmt.Sprintf("; the executable names %s: %s", text, strings.Join(names, ", "))
}

// process adds the slices from exec to the agent. Where the entry point was seen, what the dynamic
// loader took is a slice of its own.
func (c *cutter) process(begin int64) {
	whole := slice{From: c.start, To: begin, G: mainGoroutine, Phase: phaseRuntime, Class: classCPU}
	if c.exec <= c.start || c.entry <= c.exec || begin < c.entry {
		c.fed(whole)
		return
	}
	before, loader, after := whole, whole, whole
	before.To, loader.From, loader.To, after.From = c.exec, c.exec, c.entry, c.entry
	loader.Loader = c.linked != nil
	c.fed(after)
	c.fed(loader)
	c.fed(before)
}

// fed adds a slice of the process start, divided by whether the main thread had the CPU, and could go on.
func (c *cutter) fed(whole slice) {
	for to := whole.To; to > whole.From; {
		s := whole
		starved, since := covering(c.starved[s.G], to)
		held, edge := covering(c.line.Held[s.G], to)
		s.From, s.To = max(s.From, since, edge), to
		to = s.From
		switch {
		case held:
			s.Class, s.Loader = classHeld, false
		case starved:
			s.Class, s.Loader = classStarved, false
		}
		c.put(&s)
	}
}

// unseenLoader says why the time of the dynamic loader is not told apart; nil where it is, or where
// there is none.
func (o *observed) unseenLoader() *skip {
	if o.Linked == nil || !o.Linked.Interpreter || o.Trace.Entry != 0 {
		return nil
	}
	return &skip{
		What:   "time in the dynamic loader, apart from the rest of the process start",
		Why:    o.Trace.NoEntry,
		Remedy: "ptrace of own children: a seccomp profile that lets it through, kernel.yama.ptrace_scope below 3",
	}
}

// linkage is how the executable is linked, nil where that cannot be read: then nothing is asked of the
// dynamic loader.
func linkage(path string) *gotool.Linked {
	l, err := gotool.LinkedTo(path)
	if err != nil {
		return nil
	}
	return l
}
