package report

import "testing"

func TestProgram(t *testing.T) {
	for pkg, want := range map[string]string{
		"github.com/mikefarah/yq/v4":     "yq",
		"example.com/api":                "api",
		"example.com/v2/cmd/api":         "api",
		"example.com/m/vault":            "vault",
		"example.com/m/v2ray":            "v2ray",
		"api":                            "api",
		"v4":                             "v4",
		"github.com/gohugoio/hugo/v0/v1": "v0",
	} {
		if got := Program(pkg); got != want {
			t.Errorf("Program(%q) = %q, want %q", pkg, got, want)
		}
	}
}
