// Package html renders a report.Document as one self-contained page: no other file, no network, no script
// but its own.
package html

import (
	"fmt"
	"io"
	"strings"

	"github.com/cupelgo/cupel/internal/report"
)

// Render writes d to w as a page.
func Render(w io.Writer, d *report.Document) error {
	var out strings.Builder
	answer := escape(d.Answer)
	fmt.Fprintf(&out, "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>%s</title>\n<h1>%s</h1>\n", answer, answer)
	for _, s := range d.Sections {
		section(&out, s)
	}
	_, err := io.WriteString(w, out.String())
	return err
}

func section(out *strings.Builder, s report.Section) {
	if s.Title != "" {
		fmt.Fprintf(out, "<h2>%s</h2>\n", escape(s.Title))
	}
	if s.Paragraph != "" {
		fmt.Fprintf(out, "<p>%s</p>\n", escape(s.Paragraph))
	}
	if s.Table != nil {
		table(out, s.Table)
	}
	if s.Form != nil {
		form(out, s.Form)
	}
}

func table(out *strings.Builder, t *report.Table) {
	out.WriteString("<table><tr>")
	for _, c := range t.Columns {
		fmt.Fprintf(out, "<th>%s</th>", escape(c.Name))
	}
	out.WriteString("</tr>\n")
	for _, row := range t.Rows {
		out.WriteString("<tr>")
		for _, c := range row {
			cell(out, c)
		}
		out.WriteString("</tr>\n")
	}
	out.WriteString("</table>\n")
}

func cell(out *strings.Builder, c report.Cell) {
	if c.Link != "" {
		fmt.Fprintf(out, "<td><a href=\"%s\">%s</a></td>", escape(c.Link), escape(c.Text))
		return
	}
	fmt.Fprintf(out, "<td>%s</td>", escape(c.Text))
}
