package html

import (
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/cupelgo/cupel/internal/report"
)

// hostileText closes what it may stand in, begins a script and attributes, and holds what moves a cursor, turns
// the direction of writing or is no text at all.
const hostileText = "</script></style></title></details>\"'><script>alert(1)</script><img src=x onerror=alert(2)>" +
	"<!-- ]]> & &lt; \x1b[31m\x00 \u202eevil\u2066 \u2028 javascript:alert(3) \xff\n\"onfocus=alert(4) x=\""

// hostileLink tries the same from within a link that leads nowhere else: others are left out.
const hostileLink = "x\"'><script>alert(1)</script>\"onfocus=alert(4) x=\""

// hostile returns a document each of whose texts is the given one.
func hostile(text string) *report.Document {
	var d report.Document
	fill(reflect.ValueOf(&d).Elem(), text, 0)
	return &d
}

// fill sets all strings below v to text, all numbers to 1, and gives each slice one element.
func fill(v reflect.Value, text string, depth int) {
	if v.Type() == reflect.TypeFor[time.Time]() {
		v.Set(reflect.ValueOf(time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Int:
		v.SetInt(1)
	case reflect.Float64:
		v.SetFloat(1)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), text, depth)
	case reflect.Slice:
		if depth > 12 {
			return // a node of a flame graph has nodes
		}
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0), text, depth+1)
		fill(v.Index(1), text, depth+1)
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), textOf(v.Type().Field(i), text), depth+1)
		}
	}
}

// textOf is what a field is set to.
func textOf(field reflect.StructField, text string) string {
	if text == hostileText && (field.Name == "Link" || field.Name == "Action") {
		return hostileLink
	}
	return text
}

// TestHostile holds that no text of a document is anything but text in the page.
func TestHostile(t *testing.T) {
	plain, evil := render(t, hostile("x/y")), render(t, hostile(hostileText))
	for _, tag := range []string{"<script", "</script", "<img", "<style", "</details", "<!--", " onfocus=", " onerror=", "</title"} {
		if got, want := strings.Count(stripped(evil), tag), strings.Count(stripped(plain), tag); got != want {
			t.Errorf("%q is there %d times, with harmless text %d times", tag, got, want)
		}
	}
	if got, want := strings.Count(evil, "<"), strings.Count(plain, "<"); got-strings.Count(evil, "<wbr>") != want-strings.Count(plain, "<wbr>") {
		t.Errorf("%d characters <, with harmless text %d", got, want)
	}
	for _, r := range evil {
		if r != '\n' && unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			t.Errorf("the page holds %U", r)
		}
	}
	if !strings.Contains(evil, "&lt;script&gt;alert(1)") {
		t.Error("the text is not there")
	}
}

// stripped is a page without text, in which the names of handlers may stand: what is between the characters < and >.
func stripped(page string) string {
	var out strings.Builder
	for rest := page; ; {
		i := strings.IndexByte(rest, '<')
		if i < 0 {
			return out.String()
		}
		j := strings.IndexByte(rest[i:], '>')
		if j < 0 {
			return out.String()
		}
		out.WriteString(quoted.ReplaceAllString(rest[i:i+j+1], `""`))
		rest = rest[i+j+1:]
	}
}

// quoted is the value of an attribute.
var quoted = regexp.MustCompile(`"[^"]*"`)
