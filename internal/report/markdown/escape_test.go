package markdown

import (
	"bytes"
	"html"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	unsafehtml "github.com/yuin/goldmark/renderer/html"

	"github.com/cupelgo/cupel/internal/report"
)

// hostile is a report in which every text is the same.
func hostile(text string) *report.Document {
	var d report.Document
	fill(reflect.ValueOf(&d).Elem(), text)
	s := d.Sections[0]
	s.Aside = ""
	s.KeyValues = []report.KeyValue{{Key: text, Value: text}, {Value: text}, {Key: text, Value: text, Literal: true},
		{Key: text, Value: text, Aside: true}, {Key: text, Value: text, Literal: true, Aside: true}}
	s.Findings[0].Details = s.KeyValues
	d.Sections = append(d.Sections, s)
	return &d
}

// fill sets all strings below v to text, all numbers to 1, and gives each slice one element. Trees end with
// their first node.
func fill(v reflect.Value, text string) {
	switch tree := v.Addr().Interface().(type) {
	case *[]report.Node:
		*tree = []report.Node{{Name: text, Place: text, Kind: text}}
		return
	case *[]report.Area:
		*tree = []report.Area{{Label: text, Text: text, Kind: text, Value: 1}}
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Int:
		v.SetInt(1)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), text)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), text)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				fill(v.Field(i), text)
			}
		}
	}
}

// nasty are texts that mean something in Markdown or HTML, at the beginning of a line or within.
var nasty = []string{
	"<script>alert(1)</script>", "</details></summary></table>", "<!-- x", "-->", "<img src=x onerror=y>", "<a@b.c>", "<https://x.y>",
	"&lt;b&gt;", "&#60;", "&", "a|b|c", `\|`, `a\`, `a\|b\\|c`, "`", "``a`", "`|`", "`` ` ``", "*a* _b_ __c__ ~~d~~ ***", "a_b_c _", "a__ b_",
	"[x](http://evil.example)", "![x](http://evil.example/y.png)", "[x]: http://evil.example", "[^1]: x", "[^1]", "[[_TOC_]]", "- [ ] x",
	"# x", "1. x", "12) x", "- x", "+ x", "> x", "=====", "---", "***", "~~~", "```", ": x", "| - |", "a\n===\nb", "a\n\n    b", "\tx", "a\r\nb",
	"http://evil.example/a_b", "see www.evil.example", "ftp://x.y", "mailto:a@b.example", "a@b.example", "@all", "#1", "GH-1", "!1", ":100:", "$a$", "$$x$$",
	"/close", "\x00\x1b[31m\u202e", "x\xff", "{+ a +}", "{- b -}", "\u00a0x", "ʼ é 設定", "net/http.(*Client).Get[go.shape.*uint8]",
}

func TestHostileTextShowsAsItIs(t *testing.T) {
	for _, text := range nasty {
		checkHarmless(t, text)
	}
}

func FuzzHarmless(f *testing.F) {
	for _, text := range nasty {
		f.Add(text)
	}
	f.Fuzz(checkHarmless)
}

// checkHarmless renders a report in which every text is the given one, in Markdown and that in HTML. There
// it must be seen as often and have the same elements as one of harmless text.
func checkHarmless(t *testing.T, text string) {
	t.Helper()
	want := strings.Join(strings.Fields(report.OneLine(text)), " ")
	if want == "" {
		return
	}
	wantTags, harmless := show(t, hostile("x"))
	gotTags, visible := show(t, hostile(text))
	if !slices.Equal(wantTags, gotTags) {
		t.Errorf("%q gives elements %q, want %q:\n%s", text, gotTags, wantTags, render(t, hostile(text), Options{}))
	}
	seen := strings.Count(harmless, "x")
	if n := strings.Count(visible, want); n < seen {
		t.Errorf("%q is seen %d times, want %d:\n%s", text, n, seen, visible)
	}
}

var (
	tag     = regexp.MustCompile(`<[^>]*>`)
	nothing = regexp.MustCompile(`<!-- -->|</?span>`)
)

// show returns the elements of a report as a browser has it, and what is to be seen.
func show(t *testing.T, d *report.Document) (tags []string, visible string) {
	t.Helper()
	md := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(unsafehtml.WithUnsafe()))
	var out bytes.Buffer
	if err := md.Convert([]byte(render(t, d, Options{})), &out); err != nil {
		t.Fatal(err)
	}
	page := nothing.ReplaceAllString(out.String(), "")
	visible = html.UnescapeString(tag.ReplaceAllString(page, ""))
	return tag.FindAllString(page, -1), strings.Join(strings.Fields(visible), " ")
}

func TestInline(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"plain text stays readable", "ready after 812 ms (95 % CI 805–820 ms); a_b: c", "ready after 812 ms (95 % CI 805–820 ms); a_b: c"},
		{"nobody is mentioned", "@all a@b @ x", "@<!-- -->all a@<!-- -->b @ x"},
		{"no issue is referred to", "#12 # 1 !3 GH-4 gh-4 H-4", `\#<!-- -->12 \# 1 !<!-- -->3 GH-<!-- -->4 gh-<!-- -->4 H-4`},
		{"no emoji", "main.go:100:5 a:+1: b: c", "main.go:<!-- -->100:5 a:<!-- -->+1: b: c"},
		{"no link", "https://a.example www.b.example w.c", "https:<!-- -->//a.example www<!-- -->.b.example w.c"},
		{"no formula", "$a$", "<span>$</span>a<span>$</span>"},
		{"no element", "<b>&amp;", "&lt;b&gt;&amp;<!-- -->amp;"},
		{"no cell", `a|b\|c`, `a&#124;b\\&#124;c`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := inline(test.in); got != test.want {
				t.Errorf("inline(%q) = %q, want %q", test.in, got, test.want)
			}
		})
	}
}

func TestLine(t *testing.T) {
	for in, want := range map[string]string{
		"# a": `\# a`, "- a": `\- a`, "+ a": `\+ a`, "1. a": `1\. a`, "12) a": `12\) a`, "=== a": `\=== a`, "/close": `\/close`,
		"12": "12", "1 a": "1 a", "": "", "a": "a",
	} {
		if got := line(in); got != want {
			t.Errorf("line(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestCode(t *testing.T) {
	for in, want := range map[string]string{
		"a": "`a`", "": "", "a`b": "``a`b``", "`": "`` ` ``", "a``": "``` a`` ```", " a\nb ": "`a b`", "|": "`|`",
	} {
		if got := code(in); got != want {
			t.Errorf("code(%q) = %q, want %q", in, got, want)
		}
	}
}
