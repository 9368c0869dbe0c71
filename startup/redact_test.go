package startup

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/cupelgo/cupel/internal/secret"
	"github.com/google/go-cmp/cmp"
)

// TestHideCutOutput cuts the output within a secret.
func TestHideCutOutput(t *testing.T) {
	path := filepath.Join(t.TempDir(), "output")
	h := secret.NewHider(nil, nil, "quicksilver")
	for in, want := range map[string]string{
		"a quicksil": "a ", "a quicksilver": "a [redacted]", "a quicksilver q": "a [redacted] q", "": "",
	} {
		if err := os.WriteFile(path, []byte(in), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := hideFile(h, path, true); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); string(got) != want || err != nil {
			t.Errorf("file(%q) = %q, %v, want %q", in, got, err, want)
		}
	}
}

func TestBuildSettings(t *testing.T) {
	got := buildSettings([]string{"-race", "-tags=a,b", "-ldflags=-s -X main.key=hunter22 -X 'main.b=two words'"})
	want := map[string]string{
		"-race": "true", "-tags": "a,b", "-ldflags": "-s -X main.key=" + secret.Redacted + " -X 'main.b=" + secret.Redacted + "'",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("buildSettings: (-want +got)\n%s", diff)
	}
}
