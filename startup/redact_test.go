package startup

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRedactArgs(t *testing.T) {
	in := []string{
		"--listen=:80", "--token=abc", "--api-key", "hunter22", "-v",
		"--db=postgres://u:pw@db/x?sslkey=1", "https://h/p?token=zzz", "plain", "--password", "--next",
	}
	want := []string{
		"--listen=:80", "--token=" + redacted, "--api-key", redacted, "-v",
		"--db=postgres://" + redacted + "@db/x?sslkey=" + redacted, "https://h/p?token=" + redacted, "plain", "--password", "--next",
	}
	if diff := cmp.Diff(want, redactArgs(in)); diff != "" {
		t.Errorf("redactArgs: (-want +got)\n%s", diff)
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
	} {
		if got := redactText(c.in); got != c.shown {
			t.Errorf("redactText(%q) = %q, want %q", c.in, got, c.shown)
		}
		got := slices.DeleteFunc(secretParts(c.in), func(s string) bool { return s == "" })
		slices.Sort(got)
		want := slices.Sorted(slices.Values(c.secrets))
		if diff := cmp.Diff(want, slices.Compact(got)); diff != "" {
			t.Errorf("secretParts(%q) (-want +got):\n%s", c.in, diff)
		}
	}
}

// TestNotTelling wants no ordinary variable to count as a secret: its value would be blotted out.
func TestNotTelling(t *testing.T) {
	for _, name := range []string{"PWD", "OLDPWD", "HOME", "PATH", "GOFLAGS", "TMPDIR", "--stop-signal", "LANG"} {
		if isTelling(name) {
			t.Errorf("isTelling(%q)", name)
		}
	}
}

func TestBuildSettings(t *testing.T) {
	got := buildSettings([]string{"-race", "-tags=a,b", "-ldflags=-s -X main.key=hunter22 -X 'main.b=two words'"})
	want := map[string]string{
		"-race": "true", "-tags": "a,b", "-ldflags": "-s -X main.key=" + redacted + " -X 'main.b=" + redacted + "'",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("buildSettings: (-want +got)\n%s", diff)
	}
}
