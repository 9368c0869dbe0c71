package html

import (
	"bytes"
	"strings"
	"testing"

	"github.com/cupelgo/cupel/internal/report"
)

func TestForm(t *testing.T) {
	form := &report.Form{Action: "compare", Submit: "go", Fields: []report.Field{
		{Name: "text", Label: "words", Value: `"><script>`},
		{Name: "kind", Label: "kind", Value: "b", Options: []report.Option{{Value: "", Text: "any"}, {Value: "b", Text: "<b>"}}},
	}}
	elsewhere := *form
	elsewhere.Action = "https://evil.example/"
	tests := []struct {
		name string
		form *report.Form
		want []string
		not  string
	}{
		{"form", form, []string{
			`<form method="get" action="compare">`, `value="&#34;&gt;&lt;script&gt;"`, `<option value="">any</option>`,
			`<option value="b" selected>&lt;b&gt;</option>`, `form-action 'self'`,
		}, `"><script>`},
		{"elsewhere", &elsewhere, nil, "evil.example"},
		{"none", nil, []string{`form-action 'none'`}, "<form"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var buf bytes.Buffer
			if err := Render(&buf, &report.Document{Answer: "list", Sections: []report.Section{{Form: test.form}}}); err != nil {
				t.Fatal(err)
			}
			page := buf.String()
			for _, want := range test.want {
				if !strings.Contains(page, want) {
					t.Errorf("page lacks %s:\n%s", want, page[strings.Index(page, "<main"):])
				}
			}
			if strings.Contains(page, test.not) {
				t.Errorf("page has %s", test.not)
			}
		})
	}
}

func TestLink(t *testing.T) {
	tests := []struct {
		link string
		want bool
	}{
		{"records/20260102T030405Z-0000ab/", true}, {"../artifacts/a%20b", true}, {"?page=2", true}, {"/", true},
		{"", false}, {"javascript:alert(1)", false}, {"//evil.example/", false}, {`/\evil.example/`, false}, {`\\evil.example/`, false}, {"https://evil.example/", false}, {"%zz", false},
	}
	for _, test := range tests {
		if got := relative(test.link); got != test.want {
			t.Errorf("relative(%q) = %t, want %t", test.link, got, test.want)
		}
		var buf bytes.Buffer
		table := &report.Table{Columns: []report.Column{{Name: "c"}}, Rows: [][]report.Cell{{{Text: "here", Link: test.link}}}}
		if err := Render(&buf, &report.Document{Sections: []report.Section{{Table: table}}}); err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(buf.String(), ">here</a>"); got != test.want {
			t.Errorf("link to %q shown: %t, want %t", test.link, got, test.want)
		}
	}
}
