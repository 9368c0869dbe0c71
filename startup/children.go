package startup

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/gotool"
	"github.com/cupelgo/cupel/internal/timeline"
	"github.com/cupelgo/cupel/internal/unit"
)

// fileChildren is an artifact that says which programs the descendants of the observed process executed.
// What goroutines of a Go program among them did is in files of its own, see insideFile.
const fileChildren = "children.json"

// children is what was seen of the descendants of the observed process until it was ready.
type children struct {
	Programs []childProgram `json:"programs,omitempty"` // the Go programs that were looked into
	All      []child        `json:"children"`           // in order of their exec
	Missed   int            `json:"missed,omitempty"`   // further executions, which were too many to note
}

// A child is the execution of a program by a descendant, or by the observed process itself in place of the
// program before. Times are ns of CLOCK_MONOTONIC.
type child struct {
	PID    int      `json:"pid"`
	Parent int      `json:"parent"`
	Name   string   `json:"name"`           // of the program, without folders
	Args   []string `json:"args,omitempty"` // without the program's name, redacted and capped

	ForkedBy int   `json:"forked_by,omitempty"` // the thread; 0: the process did not begin with this program
	Forked   int64 `json:"forked,omitempty"`    // 0 as well
	Exec     int64 `json:"exec"`
	Stood    int64 `json:"stood,omitempty"` // how long it stood still at its exec to be looked at, ns
	End      int64 `json:"end,omitempty"`   // of the process or of this program in it; 0: it was still there

	Replaced bool   `json:"replaced,omitempty"` // at its end by another program, in the same process
	Exit     int    `json:"exit,omitempty"`     // code
	Signal   string `json:"signal,omitempty"`   // that ended it

	Program   int    `json:"program,omitempty"`   // index into Programs, from 1 on; 0: it was not looked into
	Inside    int    `json:"inside,omitempty"`    // number of its files, from 1 on; 0: there are none
	Unwatched string `json:"unwatched,omitempty"` // why not, of a Go program

	begunBy int64 // the goroutine of Parent that forked it, 0 not known, see children.ask
	looked  bool
	inside  *observation // see observation.observe
	namer   *namer
	held    int64 // how long it stood still on its path after its exec, ns, see observation.takeChildren
}

// childProgram is what is known of a Go program, as observed has it of the one that is measured.
type childProgram struct {
	Package  string                     `json:"package"`
	Module   string                     `json:"module,omitempty"`
	Go       string                     `json:"go"`
	Packages map[string]*gotool.Package `json:"packages"`
	Modules  []module                   `json:"modules,omitempty"`
}

// insideFile is the name of an artifact of child number n that is called name for the program itself.
func insideFile(name string, n int) string {
	ext := filepath.Ext(name)
	return fmt.Sprintf("%s-%d%s", strings.TrimSuffix(name, ext), n+1, ext)
}

// readChildren returns nil if there is no such file.
func readChildren(files fs.FS) (*children, error) {
	data, err := fs.ReadFile(files, fileChildren)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	c := new(children)
	if err := json.Unmarshal(data, c); err != nil {
		return nil, fmt.Errorf("reading %s: %w", fileChildren, err)
	}
	return c, nil
}

func (c *children) save(dir string) error {
	data, err := json.MarshalIndent(c, "", "\t")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, fileChildren), append(data, '\n'), 0o644)
}

// ask asks which goroutines of a process began children.
func (c *children) ask(q *timeline.Inquiry, pid int) {
	if c == nil {
		return
	}
	for i := range c.All {
		if kid := &c.All[i]; kid.Parent == pid {
			q.Ask(int64(kid.ForkedBy), kid.Forked, &kid.begunBy)
		}
	}
}

// life is from when until when there was the child.
func (c *child) life() timeline.Stretch {
	return timeline.Stretch{From: cmp.Or(c.Forked, c.Exec), To: cmp.Or(c.End, math.MaxInt64)}
}

// Limits of what is said of commands.
const (
	spokenCommand  = 80 // characters of a command line
	spokenCommands = 4  // commands of one cause
)

// command is the command line as a reader may see it, cut short.
func (c *child) command() string {
	words := []string{c.Name}
	for _, a := range c.Args {
		if a == "" || strings.ContainsAny(a, " \t\n`'\"") {
			a = "'" + strings.Join(strings.Fields(strings.ReplaceAll(a, "`", "'")), " ") + "'"
		}
		words = append(words, a)
	}
	text := []rune(strings.Join(words, " "))
	if len(text) > spokenCommand {
		text = append(text[:spokenCommand-1], '…')
	}
	return string(text)
}

// ended says how the child ended.
func (c *child) ended() string {
	switch {
	case c.End == 0:
		return "still running"
	case c.Replaced:
		return "replaced by another program"
	case c.Signal != "":
		return c.Signal
	}
	return fmt.Sprintf("exit %d", c.Exit)
}

// A waited is a child with the parts of the path that waited for it.
type waited struct {
	*child
	during []timeline.Stretch // in order of time
}

func (w *waited) ns() (sum int64) {
	for _, s := range w.during {
		sum += s.To - s.From
	}
	return sum
}

// waitedFor returns the children of the process that slices of its path waited for, in order of their exec:
// those that lived then. Where some were begun by the goroutine that waits, or by one that waits for it or
// began it, the others went on beside the path.
func (o *observation) waitedFor(all []*slice) []waited {
	if o.children == nil {
		return nil
	}
	during := map[*child][]timeline.Stretch{}
	for _, s := range all {
		var living, own []*child
		for i := range o.children.All {
			c := &o.children.All[i]
			if life := c.life(); c.Parent != o.marks.PID || life.From >= s.To || life.To <= s.From {
				continue
			}
			living = append(living, c)
			if o.begunFor(c, s) {
				own = append(own, c)
			}
		}
		if len(own) > 0 {
			living = own
		}
		for _, c := range living {
			life := c.life()
			during[c] = append(during[c], timeline.Stretch{From: max(s.From, life.From), To: min(s.To, life.To)})
		}
	}
	var out []waited
	for i := range o.children.All {
		if c := &o.children.All[i]; during[c] != nil {
			slices.SortFunc(during[c], func(a, b timeline.Stretch) int { return cmp.Compare(a.From, b.From) })
			out = append(out, waited{c, during[c]})
		}
	}
	return out
}

// begunFor reports whether the goroutine of a slice, one that waits for it, or one that began it, has begun
// the child.
func (o *observation) begunFor(c *child, s *slice) bool {
	by := c.begunBy
	if by == 0 || c.Forked < o.line.Start { // by the program that this one replaced
		return false
	}
	for w := s.wait(); w != nil; w = s.outer(w) {
		if w.G == by {
			return true
		}
	}
	g := s.G
	for range 100 {
		if g == by {
			return true
		}
		known := o.line.Goroutines[g]
		if known == nil || known.Creator == 0 {
			return false
		}
		g = known.Creator
	}
	return false
}

// commands says which commands slices of the path waited for, the longest first. It begins with a semicolon;
// "" if none is known.
func (o *observation) commands(all []*slice) string {
	type line struct {
		text, end string
		ns        int64
		n         int
	}
	var lines []*line
	for _, w := range o.waitedFor(all) {
		text, end := w.command(), w.ended()
		i := slices.IndexFunc(lines, func(l *line) bool { return l.text == text && l.end == end })
		if i < 0 {
			i = len(lines)
			lines = append(lines, &line{text: text, end: end})
		}
		lines[i].n++
		lines[i].ns += w.ns()
	}
	slices.SortStableFunc(lines, func(a, b *line) int { return cmp.Compare(b.ns, a.ns) })
	out := ""
	for i, l := range lines {
		if i == spokenCommands {
			return out + fmt.Sprintf("; and %s", counted(len(lines)-i, "other command", "other commands"))
		}
		times := ""
		if l.n > 1 {
			times = fmt.Sprintf("%d times, ", l.n)
		}
		out += fmt.Sprintf("; `%s` %s%s, %s", l.text, times, unit.Seconds(float64(l.ns)/1e9), l.end)
	}
	return out
}

// unwatched says which Go programs were not looked into, by reason, and how many children are not known at
// all.
func (c *children) unwatched() []evidence.Skipped {
	if c == nil {
		return nil
	}
	why := map[string][]*child{}
	for i := range c.All {
		if kid := &c.All[i]; kid.Unwatched != "" {
			why[kid.Unwatched] = append(why[kid.Unwatched], kid)
		}
	}
	var out []evidence.Skipped
	for _, reason := range sortedKeys(why) {
		all := why[reason]
		what := fmt.Sprintf("what happens inside of `%s`", all[0].command())
		if len(all) > 1 {
			what += fmt.Sprintf(" and %s", counted(len(all)-1, "other child", "other children"))
		}
		out = append(out, evidence.Skipped{What: what, Why: reason, Remedy: "measure it by itself"})
	}
	if c.Missed > 0 {
		out = append(out, evidence.Skipped{
			What: "the names of " + counted(c.Missed, "further child", "further children"),
			Why:  fmt.Sprintf("%d executions were noted, which is the most", len(c.All)),
		})
	}
	return out
}
