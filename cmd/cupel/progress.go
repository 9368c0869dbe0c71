package main

import (
	"fmt"
	"io"
	"time"

	"github.com/cupelgo/cupel/bench"
	"github.com/cupelgo/cupel/startup"
)

// A progress tells on stderr what runs now: on a terminal in one line that is rewritten, else in
// one line per stage.
type progress struct {
	w        io.Writer
	quiet    bool
	rewrite  bool
	everyRun bool
	last     string // text of the last step
	open     bool   // a line without its end is on the terminal
}

func newProgress(sys system, quiet, verbose bool) *progress {
	return &progress{w: sys.text(sys.stderr), quiet: quiet, everyRun: verbose, rewrite: !verbose && isTerminal(sys.stderr)}
}

// announce says before anything runs how often the target will be.
func (p *progress) announce(o startup.Options) {
	if p.quiet {
		return
	}
	further := ""
	if f := o.Further(); f > 0 {
		further = fmt.Sprintf(", and up to %d times more if the garbage collector holds it up,", f)
	}
	stdin := "/dev/null"
	if o.PTY {
		stdin = "a pseudo-terminal"
	}
	fmt.Fprintf(p.w, "runs %s up to %s%s with your environment, stdin is %s (--dry-run tells more)\n",
		o.Target, times(o.MostRuns()), further, stdin)
}

// announceComparison is announce for two programs.
func (p *progress) announceComparison(o startup.CompareOptions) {
	if !p.quiet {
		fmt.Fprintf(p.w, "runs %s and %s in turns, up to %s in all with your environment\n", o.Names[0], o.Names[1],
			times(o.MostRuns()))
	}
}

// line tells what begins now.
func (p *progress) line(text string) {
	p.done()
	if !p.quiet {
		fmt.Fprintln(p.w, text)
	}
}

// benchStep is step for runs in turns.
func (p *progress) benchStep(s bench.Step) { p.step(startup.Step(s)) }

func (p *progress) step(s startup.Step) {
	repeated := s.Text == p.last
	p.last = s.Text
	if p.quiet || repeated && !p.rewrite && !p.everyRun {
		return
	}
	line := s.Text
	if s.Of > 1 {
		line += fmt.Sprintf(" %d of at most %d", s.Done+1, s.Of)
	}
	if s.Left > 0 {
		line += fmt.Sprintf(", %s left", s.Left.Round(time.Second))
	}
	if !p.rewrite {
		fmt.Fprintln(p.w, line)
		return
	}
	fmt.Fprintf(p.w, "\r\x1b[K%s", line)
	p.open = true
}

// preliminary shows the answer of the traced run.
func (p *progress) preliminary(res *startup.Result) {
	p.done()
	if !p.quiet {
		fmt.Fprintf(p.w, "preliminary: %s\n", res.Document().Answer)
	}
}

// done clears the line that is being rewritten.
func (p *progress) done() {
	if p.open {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.open = false
	}
}
