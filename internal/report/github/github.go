// Package github writes workflow commands, which GitHub Actions turns into annotations of a run and of the
// lines of a pull request.
//
// Limitations: GitHub shows ten annotations of each level from one step and fifty from one job; the log
// has all of them. So what matters most comes first.
//
// Sources: "Workflow commands for GitHub Actions" in GitHub's documentation; packages/core/src/command.ts of
// github.com/actions/toolkit for the escapes, which the runner takes back.
package github

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/cupelgo/cupel/internal/report"
)

// Level is how much an annotation matters.
type Level string

// The levels, as the commands are called.
const (
	Error   Level = "error"
	Warning Level = "warning"
	Notice  Level = "notice"
)

// Annotation is what is said about a line of a file, or about the run.
type Annotation struct {
	Level   Level
	File    string // relative to the repository's root, with slashes; may be empty
	Line    int    // from 1; 0 none
	Column  int    // from 1; 0 none
	Title   string // may be empty
	Message string // may have several lines
}

// Render writes each annotation on a line of its own, in the order given. A level that is none of the above is an error.
func Render(w io.Writer, all []Annotation) error {
	var out strings.Builder
	for _, a := range all {
		if a.Level != Error && a.Level != Warning && a.Level != Notice {
			return fmt.Errorf("writing annotations: %q has the level %q", a.Title, a.Level)
		}
		fmt.Fprintf(&out, "::%s%s::%s\n", a.Level, properties(a), message(a.Message))
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// properties returns what is known of file, line, col and title, with a blank before the first. A line
// means nothing without a file, and a column nothing without a line.
func properties(a Annotation) string {
	var known []string
	if a.File != "" {
		known = append(known, "file="+property(a.File))
		if a.Line > 0 {
			known = append(known, "line="+strconv.Itoa(a.Line))
		}
		if a.Line > 0 && a.Column > 0 {
			known = append(known, "col="+strconv.Itoa(a.Column))
		}
	}
	if a.Title != "" {
		known = append(known, "title="+property(a.Title))
	}
	if len(known) == 0 {
		return ""
	}
	return " " + strings.Join(known, ",")
}

func property(text string) string {
	return strings.NewReplacer("%", "%25", ":", "%3A", ",", "%2C").Replace(report.OneLine(text))
}

// message keeps its lines, written as %0A: the runner reads a command as one line.
func message(text string) string {
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for i, line := range lines {
		lines[i] = strings.ReplaceAll(report.OneLine(line), "%", "%25")
	}
	return strings.Join(lines, "%0A")
}
