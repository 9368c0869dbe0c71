package web

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/internal/report"
)

// filterForm asks for what the records differ in: labels only where there are some.
func filterForm(all []summary, f filter) *report.Form {
	form := &report.Form{Action: "./", Submit: "filter", Fields: []report.Field{
		{Name: "text", Label: "words", Value: f.text},
		{Name: "program", Label: "program", Value: f.program, Options: options(all, func(s summary) []string { return []string{s.Program} })},
		{Name: "kind", Label: "kind", Value: f.kind, Options: options(all, func(s summary) []string { return []string{s.kind} })},
	}}
	if labels := options(all, summary.labels); len(labels) > 1 {
		form.Fields = append(form.Fields, report.Field{Name: "label", Label: "label", Value: f.label, Options: labels})
	}
	return form
}

// options are the values that the records have, and any.
func options(all []summary, values func(summary) []string) []report.Option {
	seen := map[string]bool{}
	for _, s := range all {
		for _, v := range values(s) {
			seen[v] = true
		}
	}
	delete(seen, "")
	out := []report.Option{{Value: "", Text: "any"}}
	for _, v := range slices.Sorted(maps.Keys(seen)) {
		out = append(out, report.Option{Value: v, Text: v})
	}
	return out
}

// compareForm offers what is shown and was measured, the newest against the one before of the same program, or
// of any if there is none; nil of less than two.
func compareForm(shown []summary) *report.Form {
	var choices []report.Option
	before, newest := 0, ""
	for _, s := range shown {
		if s.ReadyValue == nil {
			continue
		}
		switch {
		case len(choices) == 0:
			newest = s.Program
		case before == 0 && s.Program == newest:
			before = len(choices)
		}
		text := fmt.Sprintf("%s %s %s", s.created.UTC().Format(stamp), s.Program, s.Ready)
		choices = append(choices, report.Option{Value: s.id, Text: strings.TrimSpace(text)})
	}
	if len(choices) < 2 {
		return nil
	}
	return &report.Form{Action: "compare", Submit: "compare", Fields: []report.Field{
		{Name: "a", Label: "baseline", Value: choices[max(before, 1)].Value, Options: choices},
		{Name: "b", Label: "candidate", Value: choices[0].Value, Options: choices},
	}}
}
