package report

import "testing"

func TestInert(t *testing.T) {
	for in, want := range map[string]string{
		"::error::x":              ": :error::x",
		"  \t\u00a0::add-mask::x": "  \t\u00a0: :add-mask::x",
		":::":                     ": ::",
		"a ::error::x":            "a ::error::x",
		"std::vector":             "std::vector",
		"a ##[stop-commands]x":    "a # #[stop-commands]x",
		"####[x]":                 "### #[x]",
		"##vso[task.x]":           "# #vso[task.x]",
		"##teamcity[x]":           "# #teamcity[x]",
		"## head, #[x]":           "## head, #[x]",
		":":                       ":",
		"":                        "",
	} {
		if got := Inert(in); got != want {
			t.Errorf("Inert(%q) = %q, want %q", in, got, want)
		}
	}
}
