package claim

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/cupelgo/cupel/internal/comparison"
	"github.com/cupelgo/cupel/internal/manifest"
)

func TestParse(t *testing.T) {
	const text = `# what must stay true
setup:
  - command: docker compose up -d 'my db'
    timeout: 1m30s
  - http: http://localhost:8080/health
  - tcp: "[::1]:5432"
  - file: testdata/config.json
claims:
  - name: &it the API   starts
    run: startup ./cmd/api -- --config "a b"
    expect: p90(/startup/ready:seconds) <= 1500ms
  - {name: no slower, run: &run 'startup ./cmd/api', against: git:main, expect: 'ratio(/startup/rss:bytes) <= 105%'}
  - name: quiet
    run: *run
    expect: |
      no finding class=network
        severity>=low
`
	got, err := Parse("cupel.yaml", []byte(text), known)
	if err != nil {
		t.Fatal(err)
	}
	ready := Metric{Name: "/startup/ready:seconds", Unit: "seconds", Class: comparison.Wall, Better: "lower"}
	rss := Metric{Name: "/startup/rss:bytes", Unit: "bytes", Class: comparison.RSS, Better: "lower"}
	want := &File{
		Path: "cupel.yaml",
		Setup: []Step{
			{Kind: StepCommand, Value: "docker compose up -d 'my db'", Words: []string{"docker", "compose", "up", "-d", "my db"},
				Timeout: 90 * time.Second, At: manifest.Position{Line: 3, Column: 5}},
			{Kind: StepHTTP, Value: "http://localhost:8080/health", At: manifest.Position{Line: 5, Column: 5}},
			{Kind: StepTCP, Value: "[::1]:5432", At: manifest.Position{Line: 6, Column: 5}},
			{Kind: StepFile, Value: "testdata/config.json", At: manifest.Position{Line: 7, Column: 5}},
		},
		Claims: []Claim{
			{Name: "the API starts", Run: `startup ./cmd/api -- --config "a b"`, Words: []string{"startup", "./cmd/api", "--", "--config", "a b"},
				Expect: Expectation{Statistic: Quantile, Quantile: 0.9, Metric: ready, Op: "<=", Limit: 1.5, At: manifest.Position{Line: 11, Column: 13}}, At: manifest.Position{Line: 9, Column: 5}},
			{Name: "no slower", Run: "startup ./cmd/api", Words: []string{"startup", "./cmd/api"}, Against: "git:main",
				Expect: Expectation{Statistic: Ratio, Metric: rss, Op: "<=", Limit: 1.05, At: manifest.Position{Line: 12, Column: 82}}, At: manifest.Position{Line: 12, Column: 5}},
			{Name: "quiet", Run: "startup ./cmd/api", Words: []string{"startup", "./cmd/api"},
				Expect: Expectation{Absent: &Filter{Terms: []Term{{"class", "=", "network"}, {"severity", ">=", "low"}}}, At: manifest.Position{Line: 16, Column: 7}}, At: manifest.Position{Line: 13, Column: 5}},
		},
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(Claim{}, Expectation{}), cmpopts.IgnoreFields(Claim{}, "RunAt")); diff != "" {
		t.Errorf("Parse differs (-want +got):\n%s", diff)
	}
}

// TestParseMistakes: whole files, and all that is wrong with them.
func TestParseMistakes(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"empty", "", "1:1: the file is empty: it wants one of claims, setup, deps"},
		{"comments only", "# nothing\n", "1:1: the file is empty: it wants one of claims, setup, deps"},
		{"no claims", "claims:\n", "1:8: claims is empty: nothing would be checked"},
		{"an empty list", "claims: []\n", "1:9: claims is empty: nothing would be checked"},
		{"setup only", "setup: []\n", "1:1: there is no list `claims:`: nothing would be checked"},
		{"no mapping", "- a\n", "1:1: the file wants the keys claims, setup, deps, here is a list"},
		{"a mapping of claims", "claims: {a: b}\n", "1:9: claims wants a list, each item with a dash before it; here is a mapping"},
		{"a list of texts", "claims:\n  - startup\n", `2:5: a claim wants the keys name, run, against, expect, here is the text "startup"`},
		{"a misspelt key is read as what is meant", "claim:\n  - nam: a\n    run: startup\n    expect: no finding\n    expct: x\n",
			"1:1: the file has no key \"claim\", only claims, setup, deps (did you mean claims?)\n" +
				"2:5: a claim has no key \"nam\", only name, run, against, expect (did you mean name?)\n" +
				"5:5: a claim has no key \"expct\", only name, run, against, expect (did you mean expect?)"},
		{"twice the same key", "claims:\n  - name: a\n    name: b\n    run: startup\n    expect: no finding\n", `3:5: a claim has the key "name" a second time, see line 2`},
		{"twice the same name", claims("no finding") + "  - name: it  is so\n    run: startup\n    expect: no finding\n", `5:11: the claim in line 2 has the name "it is so" already`},
		{"missing keys", "claims:\n  - name: a\n", "2:5: the claim lacks run, expect"},
		{"wrong types", "claims:\n  - name: {a: b}\n    run: [a]\n    expect: ~\n",
			"2:11: name wants a text, here is a mapping\n3:10: run wants a text, here is a list\n4:13: expect is empty"},
		{"a merge key", "claims: []\n<<: {setup: []}\n", "1:9: claims is empty: nothing would be checked\n2:1: the file has no key \"<<\", only claims, setup, deps"},
		{"a tag", "claims: !!set []\n", "1:9: the tag \"!!set\" has no meaning here: leave it out\n1:9: claims is empty: nothing would be checked"},
		{"an alias of what holds it", "claims: &a [*a]\n", "1:9: a claim wants the keys name, run, against, expect, here is a list"},
		{"an unknown alias", "claims:\n- a\n- *x\n", "3:1: this is no YAML: unknown anchor 'x' referenced"},
		{"two documents", claims("no finding") + "---\nclaims: []\n", "5:1: a second document begins: the file has one"},
		{"a tab", "claims:\n\t- name: x\n", "2:1: a tab indents this line: YAML wants blanks"},
		{"wrongly indented", "claims:\n  - name: a\n   run: b\n", "3:4: this is no YAML: did not find expected '-' indicator"},
		{"a quote is not closed", "claims:\n  - name: a\n    run: \"startup\n    expect: x\n", "3:5: this is no YAML: found unexpected end of stream"},
		{"a colon within", "claims:\n  - name: a: b\n", "2:3: this is no YAML: mapping values are not allowed in this context"},
		{"CR LF", strings.ReplaceAll("claims:\n  - name: a\n    run: stratup\n    expect: no finding\n", "\n", "\r\n"), `3:10: "stratup" cannot be run, only startup (did you mean startup?)`},
		{"a byte order mark", "\ufeffclaim:\n", "1:1: the file has no key \"claim\", only claims, setup, deps (did you mean claims?)\n1:7: claims is empty: nothing would be checked"},
		{"UTF-16", "\xff\xfec\x00", "1:1: the file is UTF-16: save it as UTF-8"},
		{"Latin-1", "claims:\n  - name: caf\xe9\n", "2:14: the byte here is not UTF-8: save the file as UTF-8"},
		{"a NUL byte", "claims:\n  - name: \x00\n", "2:11: the control character U+0000 here is not text"},
		{"cupel in the run", strings.Replace(claims("no finding"), "startup", "cupel startup", 1), "3:10: leave the word cupel out: a run begins with what is to be measured, one of startup"},
		{"a pipe, and the expectation is checked", strings.Replace(claims("no findings"), "./cmd/api", "'a|b' $X", 1),
			"3:24: there is no shell that would give \"$\" a meaning: quote it, or put the line into a script\n" +
				"4:16: no wants the word finding, here is \"findings\" (did you mean finding?)"},
		{"setup", "claims: []\nsetup:\n  - {htp: x, http: localhost}\n  - {tcp: 'localhost:0', file: x}\n  - {command: 'a &', timeout: 5}\n  - {timeout: 5min}\n",
			"1:9: claims is empty: nothing would be checked\n" +
				"3:6: a setup step has no key \"htp\", only command, http, tcp, file, timeout (did you mean http?)\n" +
				"3:20: this is no URL like http://localhost:8080/health\n" +
				"4:11: \"localhost:0\" is no address like localhost:5432\n" +
				"4:32: the setup step is a tcp already: make another step of file\n" +
				"5:18: there is no shell that would give \"&\" a meaning: quote it, or put the line into a script\n" +
				"5:31: \"5\" is no time like 30s, 500ms or 1m30s\n" +
				"6:5: the setup step has none of command, http, tcp, file\n" +
				"6:15: \"5min\" is no time like 30s, 500ms or 1m30s"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { wantMistakes(t, test.text, test.want) })
	}
}

// wantMistakes compares the mistakes of a file, of which want leaves out the path.
func wantMistakes(t *testing.T, text, want string) {
	t.Helper()
	f, err := Parse("c.yaml", []byte(text), known)
	var all *manifest.Errors
	if !errors.As(err, &all) || f != nil {
		t.Fatalf("Parse(%q) = %v, %v, want mistakes", text, f, err)
	}
	want = "c.yaml:" + strings.ReplaceAll(want, "\n", "\nc.yaml:")
	if diff := cmp.Diff(want, err.Error()); diff != "" {
		t.Errorf("mistakes of %q differ (-want +got):\n%s", text, diff)
	}
}

// TestParseHostile: files that cost time or memory where a reader is careless end in an error.
func TestParseHostile(t *testing.T) {
	bomb := "a: &a [x,x]\n"
	for c := 'b'; c < 'z'; c++ {
		bomb += fmt.Sprintf("%c: &%c [*%c,*%c]\n", c, c, c-1, c-1)
	}
	tests := []struct{ name, text, want string }{
		{"10 MB", strings.Repeat("x", 10_000_000), "1:1: the file has more than 1048576 bytes, which no file of its kind has"},
		{"aliases of aliases", bomb + "claims: *y\n", "24:4: a claim wants the keys name, run, against, expect, here is a list"},
		{"lists in lists", strings.Repeat("[", 1<<19), "1:1: this is no YAML: exceeded max depth of 10000"},
		{"mappings in mappings", strings.Repeat("{a: ", 1<<17), "1:1: this is no YAML: exceeded max depth of 10000"},
		{"keys of keys", strings.Repeat("? ", 1<<18), "1:1: this is no YAML: exceeded max depth of 10000"},
		{"mistakes without end", "claims:\n" + strings.Repeat("- a\n", 1<<17), "c.yaml: and 130972 more mistakes"},
		{"a long expectation", claims("no finding " + strings.Repeat("class=x ", 1<<16)), "4:13: expect has 524298 bytes: an expectation has 2000 at the most"},
		{"a long line", "claims: [" + strings.Repeat("{name: a, run: startup, expect: no fnding},", 1<<14) + "]", "1:42: no wants the word finding, here is \"fnding\" (did you mean finding?)"},
		{"a long name", claims("median(/startup/" + strings.Repeat("x", 1900) + ") <= 1"), `: startup measures nothing that is called "/startup/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := Parse("c.yaml", []byte(test.text), known)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("Parse = %.300v, want %s", err, test.want)
			}
		})
	}
}
