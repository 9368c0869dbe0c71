// Package markdown renders a report.Document as GitHub-flavoured Markdown: for the summary of a job in
// GitHub Actions, a note in GitLab, a comment on a pull request.
//
// What text leaves out unless all is asked for is folded away here. Text that comes from programs can
// neither end what it stands in nor mention anybody.
//
// Limitations: several reports in one comment have footnotes of the same numbers, each below its own report.
//
// Sources: the GitHub Flavored Markdown Spec 0.29-gfm, https://github.github.com/gfm/; GitHub's and GitLab's
// documentation of what they add to it (mentions, references, emoji, mathematics, quick actions).
package markdown

import (
	"fmt"
	"io"
	"strings"

	"github.com/cupelgo/cupel/internal/report"
)

// SummaryLimit is how many bytes GITHUB_STEP_SUMMARY takes from one step: 1 MiB, see "Job summaries" in
// GitHub's "Workflow commands for GitHub Actions". A note in GitLab takes 1,000,000 characters, a comment in GitHub 65,536.
const SummaryLimit = 1 << 20

// Options say how a report looks.
type Options struct {
	All   bool // whether to unfold what stands aside
	Limit int  // most bytes; 0 means any number
}

// Render writes d to w. Where that would take more bytes than the limit, sections are left out whole, and
// a line says which. Render fails if not even the answer, the notes and that line fit.
func Render(w io.Writer, d *report.Document, o Options) error {
	parts := renderParts(d, o)
	if o.Limit > 0 && size(parts) > o.Limit {
		var err error
		if parts, err = fit(parts, o.Limit); err != nil {
			return err
		}
	}
	var out strings.Builder
	for _, p := range parts {
		out.WriteString(p.text)
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// A part of a report is kept or left out as a whole.
type part struct {
	name string // of a section, what it is called when left out; "" of what always stays
	text string
}

func renderParts(d *report.Document, o Options) []part {
	parts := []part{{text: "### " + inline(d.Answer) + "\n"}}
	i := 0
	for _, fold := range report.Folds(d.Sections) {
		parts = append(parts, part{name: called(&fold[0], i+1), text: sections(fold, o.All)})
		i += len(fold)
	}
	return append(parts, part{text: notes(d.Notes)}, part{text: footnotes(d.Footnotes)}, part{text: origin(d.Origin)})
}

// sections writes those of a fold, folded away if they stand aside.
func sections(fold []report.Section, all bool) string {
	var out strings.Builder
	name := fold[0].Aside
	if all {
		name = ""
	}
	if name != "" {
		fmt.Fprintf(&out, "\n<details><summary>%s</summary>\n", plain(name))
	}
	for i := range fold {
		out.WriteString(section(&fold[i], name, all))
	}
	if name != "" {
		out.WriteString("\n</details>\n")
	}
	return out.String()
}

// section writes the parts of a section below what it is folded away as, "" being nothing.
func section(s *report.Section, name string, all bool) string {
	var out strings.Builder
	if title := s.Title; title != "" && title != name {
		fmt.Fprintf(&out, "\n#### %s\n", inline(title))
	}
	if s.Paragraph != "" {
		fmt.Fprintf(&out, "\n%s\n", line(s.Paragraph))
	}
	if s.Table != nil && len(s.Table.Columns) > 0 {
		out.WriteString("\n" + table(s.Table))
	}
	out.WriteString(findings(s.Findings, all))
	if len(s.Findings) > 0 && len(s.KeyValues) > 0 {
		out.WriteString("\n" + joint + "\n") // else they were one list
	}
	if len(s.KeyValues) > 0 {
		out.WriteString("\n" + pairs("", s.KeyValues, all))
	}
	return out.String()
}

func notes(all []string) string {
	if len(all) == 0 {
		return ""
	}
	var out strings.Builder
	out.WriteString("\n#### notes\n\n")
	for _, note := range all {
		fmt.Fprintf(&out, "- %s\n", line(note))
	}
	return out.String()
}

// footnotes writes each on a line of its own. They are no Markdown footnotes, whose names would be those
// of another report in the same comment.
func footnotes(all []string) string {
	var out strings.Builder
	for i, note := range all {
		fmt.Fprintf(&out, "\n%s %s\n", mark(i+1), inline(note))
	}
	return out.String()
}

// origin is the last line: a comment or a summary is read far from the record that it was made from.
func origin(o report.Origin) string {
	var said []string
	if o.Record != "" {
		said = append(said, "record "+code(o.Record))
	}
	if !o.Created.IsZero() {
		said = append(said, "measured "+o.Created.UTC().Format("2006-01-02 15:04 UTC"))
	}
	if o.Tool != "" {
		said = append(said, inline(o.Tool))
	}
	if said == nil {
		return ""
	}
	return "\n<sub>" + strings.Join(said, " · ") + "</sub>\n"
}

// mark refers to a footnote: "" for none.
func mark(note int) string {
	if note <= 0 {
		return ""
	}
	return fmt.Sprintf("<sup>%d</sup>", note)
}
