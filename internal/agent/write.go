package agent

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// WriteMarks writes what an observer from outside knows of one process as an agent inside would, so that
// ParseMarks reads it: metrics, guests and the clock of the wall are the agent's alone.
func WriteMarks(w io.Writer, m *Marks) error {
	out := bufio.NewWriter(w)
	line := func(kind string, fields ...any) {
		out.WriteString(kind)
		for _, f := range fields {
			fmt.Fprint(out, "\t", strings.NewReplacer("\t", " ", "\n", " ").Replace(fmt.Sprint(f)))
		}
		out.WriteString("\n")
	}
	line(header)
	line("go", m.Go)
	line("pid", m.PID)
	line("start", m.Start)
	for _, in := range m.Inits {
		line("init", in.Start, in.End, in.Symbol, in.File, in.Line)
	}
	instant := func(kind string, at int64) {
		if at != 0 {
			line(kind, at)
		}
	}
	instant("initdone", m.InitDone)
	instant("stop", m.Stop)
	instant("exit", m.Exit)
	for _, note := range m.Notes {
		line("note", note)
	}
	line("end")
	return out.Flush()
}
