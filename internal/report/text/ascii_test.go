package text

import (
	"bytes"
	"go/scanner"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/cupelgo/cupel/internal/report"
)

func TestASCII(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"what is ASCII stays", "a\tb\r\x1b[K\n", "a\tb\r\x1b[K\n"},
		{"own characters", "3–4 µs, n ≥ 29, ×1.02 … a → b", "3-4 us, n >= 29, x1.02 ... a -> b"},
		{"a foreign letter", "été/main.go", `\u00e9t\u00e9/main.go`},
		{"beyond 16 bits", "🦫", `\U0001f9ab`},
		{"quotes are no part of it", "ʼ'", `\u02bc'`},
		{"bytes that are no text", "a\xff\xc3", `a\xff\xc3`},
		{"what was taken out", "\ufffd[31m", "?[31m"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := ASCII(test.in); got != test.want {
				t.Errorf("ASCII(%q) = %q, want %q", test.in, got, test.want)
			}
			var out bytes.Buffer
			if n, err := ASCIIWriter(&out).Write([]byte(test.in)); n != len(test.in) || err != nil || out.String() != test.want {
				t.Errorf("ASCIIWriter.Write(%q) = %d, %v and writes %q, want %q", test.in, n, err, out.String(), test.want)
			}
		})
	}
}

// TestEverythingIsInASCII fills every text of a document with a foreign letter.
func TestEverythingIsInASCII(t *testing.T) {
	var d report.Document
	fill(reflect.ValueOf(&d).Elem())
	got := render(t, &d, Options{ASCII: true, All: true})
	if i := strings.IndexFunc(got, func(r rune) bool { return r >= utf8.RuneSelf }); i >= 0 {
		t.Errorf("not in ASCII from byte %d on: %q", i, got[i:])
	}
	const texts = 16 // those of Document, Section, Column, Cell, Entry and KeyValue, without Aside of Section
	if n := strings.Count(got, `\u00e9`); n < texts {
		t.Errorf("%d of %d texts are there:\n%s", n, texts, got)
	}
}

// fill sets all strings below v to é, all numbers to 1, and gives each slice one element. Figures, which text leaves
// out, stay as they are.
func fill(v reflect.Value) {
	if v.Type() == reflect.TypeFor[*report.Figure]() {
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("é")
	case reflect.Int:
		v.SetInt(1)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0))
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				fill(v.Field(i))
			}
		}
	}
}

// TestOwnCharactersAreKnown holds that each character beyond ASCII in a literal of Cupel's own code is in
// the table: what it prints itself must not be escaped like a foreign file's name.
func TestOwnCharactersAreKnown(t *testing.T) {
	root := filepath.Join("..", "..", "..")
	found := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			if name := d.Name(); name == "testdata" || name == "examples" || name == ".git" {
				return fs.SkipDir
			}
			return err
		}
		if strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") {
			found += checkLiterals(t, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if found == 0 {
		t.Error("no character beyond ASCII found: the search is broken, the superscripts of this package are some")
	}
}

// checkLiterals returns how many characters beyond ASCII the literals of a file hold.
func checkLiterals(t *testing.T, path string) int {
	t.Helper()
	src, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	fset := token.NewFileSet()
	file := fset.AddFile(path, -1, len(src))
	var s scanner.Scanner
	s.Init(file, src, nil, 0)
	found := 0
	for {
		pos, tok, text := s.Scan()
		if tok == token.EOF {
			return found
		}
		for _, r := range text {
			if r < utf8.RuneSelf {
				continue
			}
			found++
			if _, ok := plainer[r]; !ok {
				t.Errorf("%s: %q is not in the table plainer of ascii.go", fset.Position(pos), r)
			}
		}
	}
}
