package startup

import (
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

func TestBuildSettings(t *testing.T) {
	got := buildSettings([]string{"-race", "-tags=a,b", "-ldflags=-s -X main.key=hunter22 -X 'main.b=two words'"})
	want := map[string]string{
		"-race": "true", "-tags": "a,b", "-ldflags": "-s -X main.key=" + redacted + " -X 'main.b=" + redacted + "'",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("buildSettings: (-want +got)\n%s", diff)
	}
}
