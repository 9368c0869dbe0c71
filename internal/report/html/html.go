// Package html renders a report.Document as one self-contained page: no other file, no network, no script
// but its own.
package html

import (
	"fmt"
	"html"
	"io"
	"strings"

	"github.com/cupelgo/cupel/internal/report"
)

// Render writes d to w as a page.
func Render(w io.Writer, d *report.Document) error {
	var out strings.Builder
	answer := html.EscapeString(report.OneLine(d.Answer))
	fmt.Fprintf(&out, "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>%s</title>\n<h1>%s</h1>\n", answer, answer)
	_, err := io.WriteString(w, out.String())
	return err
}
