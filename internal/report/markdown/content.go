package markdown

import (
	"fmt"
	"strings"

	"github.com/cupelgo/cupel/internal/report"
)

// table writes a heading, the sides to which the columns are set, and the rows.
func table(t *report.Table) string {
	var head, sides []string
	for _, column := range t.Columns {
		head = append(head, inline(column.Name))
		side := ":--"
		if column.Align == report.Right {
			side = "--:"
		}
		sides = append(sides, side)
	}
	var out strings.Builder
	row(&out, head)
	row(&out, sides)
	for _, cells := range t.Rows {
		texts := make([]string, len(t.Columns))
		for i := range min(len(cells), len(texts)) {
			texts[i] = indented(cells[i].Text) + mark(cells[i].Note)
		}
		row(&out, texts)
	}
	return out.String()
}

// indented is inline for a cell: "  of it" below a sum is set in by as much.
func indented(text string) string {
	blanks := len(text) - len(strings.TrimLeft(text, " "))
	return strings.Repeat("&nbsp;", blanks) + inline(text)
}

func row(out *strings.Builder, cells []string) {
	fmt.Fprintf(out, "| %s |\n", strings.Join(cells, " | "))
}

// findings writes each as a point with its place and details as points below it.
func findings(entries []report.Entry, all bool) string {
	var out strings.Builder
	for i := range entries {
		if i == 0 {
			out.WriteString("\n")
		}
		e := &entries[i]
		fmt.Fprintf(&out, "- %s\n", head(e))
		if where := strings.TrimSpace(code(e.Place) + " " + code(e.File)); where != "" {
			fmt.Fprintf(&out, "  - %s\n", where)
		}
		out.WriteString(pairs("  ", e.Details, all))
	}
	return out.String()
}

// head returns rank, rule, severity, cost and share, and what happens there.
func head(e *report.Entry) string {
	name := bold(inline(e.ID))
	if e.Rank > 0 {
		name = fmt.Sprintf("**%d. %s**", e.Rank, inline(e.ID))
	}
	facts := []string{name}
	for _, fact := range []string{inline(e.Severity), inline(e.Cost) + mark(e.Note), inline(e.Share)} {
		if fact != "" {
			facts = append(facts, fact)
		}
	}
	text := strings.Join(facts, " · ")
	if e.Statement != "" {
		text += ": " + inline(e.Statement)
	}
	return text
}

// pairs writes points, those that stand aside folded away in the last one.
func pairs(margin string, all []report.KeyValue, unfold bool) string {
	var out strings.Builder
	var aside []string
	for _, kv := range all {
		if kv.Aside && !unfold {
			aside = append(aside, folded(kv))
			continue
		}
		fmt.Fprintf(&out, "%s- %s\n", margin, pair(kv))
	}
	if len(aside) > 0 {
		fmt.Fprintf(&out, "%s- <details><summary>more</summary>%s</details>\n", margin, strings.Join(aside, "<br>"))
	}
	return out.String()
}

func pair(kv report.KeyValue) string {
	value := inline(kv.Value)
	switch {
	case kv.Literal:
		value = code(kv.Value)
	case kv.Key == "":
		value = line(kv.Value)
	}
	return strings.TrimSpace(bold(inline(kv.Key)) + " " + value)
}

func bold(escaped string) string {
	if escaped == "" {
		return ""
	}
	return "**" + escaped + "**"
}

// folded is a pair in HTML: Markdown in a list needs empty lines around it, which would set all points of
// the list apart.
func folded(kv report.KeyValue) string {
	value := plain(kv.Value)
	if kv.Literal {
		value = "<code>" + value + "</code>"
	}
	if kv.Key == "" {
		return value
	}
	return "<b>" + plain(kv.Key) + "</b> " + value
}
