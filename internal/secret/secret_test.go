package secret

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestArgs(t *testing.T) {
	in := []string{
		"--listen=:80", "--token=abc", "--api-key", "hunter22", "-v",
		"--db=postgres://u:pw@db/x?sslkey=1", "https://h/p?token=zzz", "plain", "--password", "--next",
		"-p", "8080", "-p=8080", "-p", "hunter22", "-p=hunter22", "-path=x",
	}
	want := []string{
		"--listen=:80", "--token=" + Redacted, "--api-key", Redacted, "-v",
		"--db=postgres://" + Redacted + "@db/x?sslkey=" + Redacted, "https://h/p?token=" + Redacted, "plain", "--password", "--next",
		"-p", "8080", "-p=8080", "-p", Redacted, "-p=" + Redacted, "-path=x",
	}
	if diff := cmp.Diff(want, Args(in)); diff != "" {
		t.Errorf("Args: (-want +got)\n%s", diff)
	}
}

func TestSecretForms(t *testing.T) {
	for _, c := range []struct {
		in, shown string
		secrets   []string // those that output is searched for
	}{
		{"plain", "plain", nil},
		{"--addr=127.0.0.1:8080", "--addr=127.0.0.1:8080", nil},
		{"example.com/x@v1.2.3", "example.com/x@v1.2.3", nil},
		{"https://example.com/@scope/x", "https://example.com/@scope/x", nil},
		{"amqp://u:p%2Fq@mq/", "amqp://[redacted]@mq/", []string{"u:p%2Fq", "u:p/q", "p%2Fq", "p/q"}},
		{"https://ghp_abc@example.com/", "https://[redacted]@example.com/", []string{"ghp_abc"}},
		{"https://h/?q=word&X-Signature=abc", "https://h/?q=[redacted]&X-Signature=[redacted]", []string{"abc"}},
		{"https://h/#access_token=abc", "https://h/#access_token=[redacted]", []string{"abc"}},
		{"root:p@ss/w@tcp(db:3306)/x?a=b", "root:[redacted]@tcp(db:3306)/x?a=b", []string{"p@ss/w"}},
		{"host=db user=u password=abc", "host=db user=u password=[redacted]", []string{"abc"}},
		{"Authorization: Bearer abc", "Authorization: Bearer [redacted]", []string{"abc"}},
		{"X-Api-Key:abc", "X-Api-Key:[redacted]", []string{"abc"}},
		{`{"db":{"password": "abc","host":"h"}}`, `{"db":{"password": "[redacted]","host":"h"}}`, []string{"abc"}},
		{"AKIAIOSFODNN7EXAMPLE", "[redacted]", []string{"AKIAIOSFODNN7EXAMPLE"}},
		{"AKIA is a prefix", "AKIA is a prefix", nil},
		{"x eyJhbGciOiJI.eyJzdWIiOiIx.sig-_1 y", "x [redacted] y", []string{"eyJhbGciOiJI.eyJzdWIiOiIx.sig-_1"}},
		{"-----BEGIN EC PRIVATE KEY-----\nabc\n-----END EC PRIVATE KEY-----", "-----BEGIN EC PRIVATE KEY-----[redacted]-----END EC PRIVATE KEY-----", []string{"\nabc\n"}},
	} {
		if got := Text(c.in); got != c.shown {
			t.Errorf("Text(%q) = %q, want %q", c.in, got, c.shown)
		}
		got := slices.DeleteFunc(Parts(c.in), func(s string) bool { return s == "" })
		slices.Sort(got)
		want := slices.Sorted(slices.Values(c.secrets))
		if diff := cmp.Diff(want, slices.Compact(got)); diff != "" {
			t.Errorf("Parts(%q) (-want +got):\n%s", c.in, diff)
		}
	}
}

// TestNotTelling wants no ordinary variable to count as a secret: its value would be blotted out.
func TestNotTelling(t *testing.T) {
	for _, name := range []string{"PWD", "OLDPWD", "HOME", "PATH", "GOFLAGS", "TMPDIR", "--stop-signal", "LANG", "GOPRIVATE"} {
		if isTelling(name) {
			t.Errorf("isTelling(%q)", name)
		}
	}
}

// TestHideOutput plants secrets in what a program prints: those that were given to it, in several
// spellings, and those that the form gives away.
func TestHideOutput(t *testing.T) {
	h := NewHider([]string{"--token=quick silver"}, []string{"KEY_PEM=line one\nline two\n", "GOFLAGS=-ldflags=-X=main.a=linked-in"}, "another-one")
	for _, c := range []struct{ in, want string }{
		{"nothing of note", "nothing of note"},
		{"a quick silver b", "a [redacted] b"},
		{"a quick+silver b quick%20silver", "a [redacted] b [redacted]"},
		{"line two of line one", "[redacted] of [redacted]"},
		{`KEY="line one\nline two\n"`, `KEY="[redacted]"`},
		{"linked-in, another-one", "[redacted], [redacted]"},
		{"dial tcp://u:pw@h:1: refused", "dial tcp://[redacted]@h:1: refused"},
		{"password=abcdef, tokens=12", "password=[redacted], tokens=12"},
		{"password = abcdef", "password = [redacted]"},
		{`{"client_secret":"abcdef"}`, `{"client_secret":"[redacted]"}`},
		{"level=info\n  api_key: abcdef\nend", "level=info\n  api_key: [redacted]\nend"},
		{"map[Authorization: Basic abcdefgh]", "map[Authorization: Basic [redacted]"},
		{"panic: invalid token: unexpected end of input", "panic: invalid token: unexpected end of input"},
		{"main.go:12: passed 3 of 4 tests", "main.go:12: passed 3 of 4 tests"},
	} {
		if got := h.Text(c.in); got != c.want {
			t.Errorf("text(%q) = %q, want %q", c.in, got, c.want)
		}
		if got := h.Text(h.Text(c.in)); got != c.want {
			t.Errorf("text twice(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestLinked(t *testing.T) {
	in := `-s -X main.a=one -X 'main.b=two -x words' -X "main.c=it's three" -X=main.d=four five -w`
	want := []string{"two -x words", "it's three", "one", "four five"}
	if diff := cmp.Diff(want, Linked(in)); diff != "" {
		t.Errorf("Linked (-want +got):\n%s", diff)
	}
	shown := `-s -X main.a=[redacted] -X 'main.b=[redacted]' -X "main.c=[redacted]" -X=main.d=[redacted] -w`
	if got := Settings(in); got != shown {
		t.Errorf("Settings = %s, want %s", got, shown)
	}
}
