package junit

import (
	"encoding/xml"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// An element is what junit-10.xsd of Jenkins' xunit plugin says of one: attributes that must and may be
// there, and children.
type element struct {
	must, may, children []string
	text                bool
}

// schema is the part of junit-10.xsd that is in use.
var schema = map[string]element{
	"": {children: []string{"testsuites"}},
	"testsuites": {
		may:      []string{"name", "time", "tests", "failures", "errors"},
		children: []string{"testsuite"},
	},
	"testsuite": {
		must:     []string{"name", "tests", "failures", "errors"},
		may:      []string{"group", "time", "skipped", "timestamp", "hostname", "id", "package", "file", "log", "url"},
		children: []string{"testsuite", "properties", "testcase", "system-out", "system-err"},
	},
	"testcase": {
		must: []string{"name"},
		may: []string{"time", "classname", "group",
			"file", "line"}, // beyond the schema: read by GitLab, written by pytest
		children: []string{"skipped", "error", "failure", "system-out", "system-err"},
	},
	"skipped":    {may: []string{"type", "message"}, text: true},
	"error":      {may: []string{"type", "message"}, text: true},
	"failure":    {may: []string{"type", "message"}, text: true},
	"system-out": {text: true},
}

// surefireTime is the schema's type of times of suites.
var surefireTime = regexp.MustCompile(`^(([0-9]{0,3},)*[0-9]{3}|[0-9]{0,3})*(\.[0-9]*)?$`)

// checkSchema reads text strictly and holds it to the schema, and the counts to what is counted.
func checkSchema(t *testing.T, text string) {
	t.Helper()
	var path []string
	seen := map[string]int{}
	counts := map[string]string{}
	for d := xml.NewDecoder(strings.NewReader(text)); ; {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatalf("no XML: %v\n%s", err, text)
		}
		parent := ""
		if len(path) > 0 {
			parent = path[len(path)-1]
		}
		switch token := token.(type) {
		case xml.StartElement:
			name := token.Name.Local
			if !slices.Contains(schema[parent].children, name) {
				t.Fatalf("%q in %q is not in the schema:\n%s", name, parent, text)
			}
			checkAttributes(t, token)
			for _, a := range token.Attr {
				counts[name+" "+a.Name.Local] = a.Value
			}
			seen[name]++
			path = append(path, name)
		case xml.EndElement:
			path = path[:len(path)-1]
		case xml.CharData:
			if strings.TrimSpace(string(token)) != "" && !schema[parent].text {
				t.Fatalf("text in %q: %q", parent, token)
			}
		}
	}
	checkCounts(t, seen, counts)
}

func checkAttributes(t *testing.T, e xml.StartElement) {
	t.Helper()
	var names []string
	rules := schema[e.Name.Local]
	for _, a := range e.Attr {
		name := a.Name.Local
		if slices.Contains(names, name) || !slices.Contains(rules.must, name) && !slices.Contains(rules.may, name) {
			t.Errorf("attribute %q of %q is there twice or not in the schema", name, e.Name.Local)
		}
		if name == "time" && (a.Value == "" || !surefireTime.MatchString(a.Value)) {
			t.Errorf("time %q of %q is not of the schema's type", a.Value, e.Name.Local)
		}
		names = append(names, name)
	}
	for _, name := range rules.must {
		if !slices.Contains(names, name) {
			t.Errorf("%q lacks attribute %q", e.Name.Local, name)
		}
	}
}

func checkCounts(t *testing.T, seen map[string]int, said map[string]string) {
	t.Helper()
	for attribute, counted := range map[string]string{"tests": "testcase", "failures": "failure", "errors": "error", "skipped": "skipped"} {
		for _, of := range []string{"testsuite", "testsuites"} {
			if of == "testsuites" && attribute == "skipped" {
				continue // the schema knows no such attribute
			}
			if got := said[of+" "+attribute]; got != strconv.Itoa(seen[counted]) {
				t.Errorf("%s of %s is %q, want %d", attribute, of, got, seen[counted])
			}
		}
	}
}
