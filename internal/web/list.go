package web

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/unit"
)

// perPage is how many records a page of the list has.
const perPage = 100

// A filter is what the list was asked for.
type filter struct {
	text, program, kind string
	label               string // name=value
	page                int    // from 1
}

func readFilter(q url.Values) (filter, error) {
	f := filter{text: q.Get("text"), program: q.Get("program"), kind: q.Get("kind"), label: q.Get("label"), page: 1}
	if text := q.Get("page"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return f, fmt.Errorf("page %q is no number from 1 on", text)
		}
		f.page = n
	}
	return f, nil
}

// link is the address of a page of the list, relative to it.
func (f filter) link(page int) string {
	q := url.Values{}
	for name, value := range map[string]string{"text": f.text, "program": f.program, "kind": f.kind, "label": f.label} {
		if value != "" {
			q.Set(name, value)
		}
	}
	q.Set("page", strconv.Itoa(page))
	return "?" + q.Encode()
}

// fits reports whether all that is asked for is so: each word of the text occurs.
func (f filter) fits(s summary) bool {
	for word := range strings.FieldsSeq(strings.ToLower(f.text)) {
		if !strings.Contains(s.all, word) {
			return false
		}
	}
	return (f.program == "" || f.program == s.Program) && (f.kind == "" || f.kind == s.kind) &&
		(f.label == "" || slices.Contains(s.labels(), f.label))
}

func (s *site) list(w http.ResponseWriter, r *http.Request) {
	f, err := readFilter(r.URL.Query())
	if err != nil {
		problem(w, http.StatusBadRequest, "The list cannot be shown: "+err.Error()+".", "Leave it out for the first page.")
		return
	}
	all, err := s.all()
	if err != nil {
		fail(w, err)
		return
	}
	show(w, http.StatusOK, s.listDocument(all, f))
}

// listDocument is the list as far as f asks for it.
func (s *site) listDocument(all []summary, f filter) *report.Document {
	fitting := slices.DeleteFunc(slices.Clone(all), func(one summary) bool { return !f.fits(one) })
	first := min((f.page-1)*perPage, len(fitting))
	shown := fitting[first:min(first+perPage, len(fitting))]
	d := &report.Document{Answer: listAnswer(len(all), len(fitting), s.Store.Dir())}
	d.Sections = append(d.Sections, report.Section{Form: filterForm(all, f)})
	switch {
	case len(all) == 0:
		d.Sections = append(d.Sections, report.Section{Paragraph: "cupel startup makes a record."})
	case len(fitting) == 0:
		d.Sections = append(d.Sections, report.Section{Paragraph: "No record is as asked for."})
	case len(shown) > 0:
		d.Sections = append(d.Sections, listed(shown))
	}
	if pages := f.pages(first, len(shown), len(fitting)); pages != nil {
		d.Sections = append(d.Sections, *pages)
	}
	if form := compareForm(shown); form != nil {
		d.Sections = append(d.Sections, report.Section{Title: "compare", Form: form})
	}
	if s.History != nil {
		d.Sections = append(d.Sections, report.Section{Table: &report.Table{
			Columns: []report.Column{{Name: "over time"}}, Rows: [][]report.Cell{{{Text: "history", Link: "history"}}},
		}})
	}
	return d
}

func listAnswer(all, fitting int, dir string) string {
	if all == fitting {
		return fmt.Sprintf("%s in %s", records(all), dir)
	}
	return fmt.Sprintf("%d of %s in %s", fitting, records(all), dir)
}

func records(n int) string {
	if n == 1 {
		return "1 record"
	}
	return fmt.Sprintf("%d records", n)
}

// listed is the table of records. The host is said once where all are of one, which leaves room for the rest.
func listed(shown []summary) report.Section {
	s := report.Section{Table: listTable(shown)}
	host, one := oneHost(shown)
	if !one {
		return s
	}
	last := len(s.Table.Columns) - 1
	s.Table.Columns = s.Table.Columns[:last]
	for i := range s.Table.Rows {
		s.Table.Rows[i] = s.Table.Rows[i][:last]
	}
	if host != "" {
		s.Paragraph = "All measured on " + host + "."
	}
	return s
}

// oneHost is that of all records whose host is known; ok is false if there are several.
func oneHost(shown []summary) (host string, ok bool) {
	for _, s := range shown {
		if host != "" && s.host != "" && s.host != host {
			return "", false
		}
		host = cmp.Or(host, s.host)
	}
	return host, true
}

// listTable has the host as its last column.
func listTable(shown []summary) *report.Table {
	t := &report.Table{Columns: []report.Column{
		{Name: "program"}, {Name: "measured (UTC)", Align: report.Right}, {Name: "ready", Align: report.Right}, {Name: "95 % CI", Align: report.Right},
		{Name: "n", Align: report.Right}, {Name: "files", Align: report.Right}, {Name: "state"}, {Name: "main cause"}, {Name: "version"},
		{Name: "kind"}, {Name: "host"},
	}}
	for _, s := range shown {
		t.Rows = append(t.Rows, listRow(s))
	}
	return t
}

func listRow(s summary) []report.Cell {
	link, files := "records/"+s.id+"/", float64(s.files)
	runs := report.Cell{}
	if s.Runs > 0 {
		runs.Text = strconv.Itoa(s.Runs)
	}
	return []report.Cell{
		{Text: cmp.Or(s.Program, s.id), Link: link},
		{Text: s.created.UTC().Format(stamp), Link: link},
		{Text: s.Ready, Value: s.ReadyValue},
		{Text: s.Interval},
		runs,
		{Text: unit.Count(files), Value: &files, Link: link + "files/"},
		{Text: s.State},
		{Text: s.Cause},
		{Text: shortVersion(s.Version)},
		{Text: s.kind},
		{Text: strings.ReplaceAll(strings.ReplaceAll(s.host, " ", "\u00a0"), ",\u00a0", ", ")}, // at most a line for either part
	}
}

const stamp = "2006-01-02 15:04:05"

// shortVersion cuts a revision as git does for people.
func shortVersion(v string) string {
	const sha, short = 40, 12
	if len(v) == sha && strings.Trim(v, "0123456789abcdef") == "" {
		return v[:short]
	}
	return v
}

// pages leads to the neighbours of a page of the list; nil where there are none.
func (f filter) pages(first, shown, fitting int) *report.Section {
	last := max((fitting+perPage-1)/perPage, 1)
	var row []report.Cell
	if f.page > 1 {
		row = append(row, report.Cell{Text: "newer", Link: f.link(min(f.page-1, last))})
	}
	if first+shown < fitting {
		row = append(row, report.Cell{Text: "older", Link: f.link(f.page + 1)})
	}
	if row == nil {
		return nil
	}
	title := fmt.Sprintf("%d to %d of %d", first+1, first+shown, fitting)
	if shown == 0 {
		title = fmt.Sprintf("page %d of %d", f.page, last)
	}
	return &report.Section{Title: title, Table: &report.Table{Columns: make([]report.Column, len(row)), Rows: [][]report.Cell{row}}}
}
