package claim

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/manifest"
)

// seeds are whole files.
var seeds = []string{
	"", "claims:\n", "\ufeffclaims: []\n", "claims: &a [*a]\n", "claims:\r\n\t- a\r\n", "claims: !!binary aGk=\n", "---\n---\n", "a\x00b", "\xff\xfe",
	"claims: *a", "<<: {claims: 1}", "? [a]\n: b\n", "%YAML 9.9\n---\nclaims: []", strings.Repeat("[", 200), strings.Repeat("? ", 200),
	"setup:\n- {command: 'a \"b', timeout: 5x}\n- {http: '://', tcp: ':'}\n- &s {file: x}\n- *s\n",
	claims("median(/startup/ready:seconds) <= 2s"),
	claims(`"p90(/startup/class:seconds{class=\"a\x41\\\",\",phase=init}) \u003e= 1.5e-3min"`, "    against: git:main"),
	claims("'ratio(/startup/rss:bytes) != 105 %'"), claims("|\n      no new finding class=network\n        severity>=low\n"),
	claims(">-\n      no finding package=\"''é'' x\" fase=x"), claims("&x 'no fin''ding'"),
}

// FuzzParse wants a file that can be linted and judged and whose expectations read back as themselves, or mistakes
// within it; and never a panic.
func FuzzParse(f *testing.F) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := Parse("c", data, known)
		if err != nil {
			checkMistakes(t, string(data), err)
			return
		}
		file.Lint()
		if len(file.Claims) == 0 {
			t.Fatalf("no claims in %q, and no mistake", data)
		}
		for i := range file.Claims {
			e := &file.Claims[i].Expect
			e.Runs()
			e.Judge(Evidence{Record: &evidence.Record{}})
			checkCanonical(t, e)
		}
	})
}

// FuzzExpectation is FuzzParse within the expectation, where mutations by chance of a whole file seldom get.
func FuzzExpectation(f *testing.F) {
	for _, s := range []string{
		"median(/startup/ready:seconds) <= 2s", "p90( /startup/class:seconds { class = \"a\\\"\\\\\", pass=x } ) >= 1.5e-3 min",
		"ratio(/startup/rss:bytes) != 105%", "/startup/packages:count == 1e3", "/startup/busy:ratio < 5 %", "min(/startup/rss:bytes) > 0",
		"no finding", "no new finding severity>=low class=network package=\"\"", "≤ 2", "p", "no", "max(/startup/ready:seconds) <= 0.30000000000000004h",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		good := true
		p := &parser{text: text, capability: &known[0], against: true}
		p.fail = func(offset int, mistake, _ string, _ []string) {
			good = false
			if offset < 0 || offset > len(text) || mistake == "" {
				t.Errorf("mistake %q at %d of %q", mistake, offset, text)
			}
		}
		e := p.expectation()
		if good {
			checkCanonical(t, &e)
		}
	})
}

// breaks are the line breaks of YAML.
var breaks = regexp.MustCompile("\r\n|[\n\r\u0085\u2028\u2029]")

func checkMistakes(t *testing.T, text string, err error) {
	var all *manifest.Errors
	if !errors.As(err, &all) || len(all.List) == 0 {
		t.Fatalf("Parse(%q) = %v, want mistakes", text, err)
	}
	lines := breaks.Split(text, -1)
	for _, m := range all.List {
		if m.At.Line < 1 || m.At.Line > len(lines)+1 || m.At.Column < 1 || m.Text == "" {
			t.Fatalf("mistake %+v of %q, which has %d lines", m, text, len(lines))
		}
	}
}

// checkCanonical reads what String gives, and wants the same.
func checkCanonical(t *testing.T, e *Expectation) {
	text := e.String()
	p := &parser{text: text, capability: &known[0], against: true}
	p.fail = func(offset int, mistake, _ string, _ []string) {
		if offset < 0 || offset > len(text) {
			t.Errorf("offset %d in %q", offset, text)
		}
		t.Errorf("%q, at %d: %s", text, offset, mistake)
	}
	again := p.expectation()
	if again.String() != text || again.Limit != e.Limit {
		t.Errorf("%q reads as %q", text, again.String())
	}
}
