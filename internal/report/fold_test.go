package report

import (
	"strings"
	"testing"
)

func TestFolds(t *testing.T) {
	for asides, want := range map[string]string{
		"":              "",
		"-":             "-",
		"- -":           "-|-",
		"a a":           "a a",
		"- a a - a":     "-|a a|-|a",
		"a b b b - c c": "a|b b b|-|c c",
	} {
		var all []Section
		for _, name := range strings.Fields(asides) {
			all = append(all, Section{Aside: strings.Trim(name, "-"), Title: name})
		}
		var got []string
		for _, fold := range Folds(all) {
			var names []string
			for _, s := range fold {
				names = append(names, s.Title)
			}
			got = append(got, strings.Join(names, " "))
		}
		if got := strings.Join(got, "|"); got != want {
			t.Errorf("Folds(%q) = %q, want %q", asides, got, want)
		}
	}
}
