package host

import (
	"slices"
	"testing"
)

func TestEnviron(t *testing.T) {
	for _, tt := range []struct {
		name      string
		env, want []string
		secure    bool
	}{
		{"by file capabilities", []string{"A=1", "GOTRACEBACK=none", "B=2"}, []string{"A=1", "B=2"}, true},
		{"by itself", []string{"A=1", "GOTRACEBACK=none"}, []string{"A=1", "GOTRACEBACK=none"}, false},
		{"nothing set", []string{"A=1"}, []string{"A=1"}, true},
	} {
		if got := environ(slices.Clone(tt.env), tt.secure); !slices.Equal(got, tt.want) {
			t.Errorf("%s: environ(%q, %t) = %q, want %q", tt.name, tt.env, tt.secure, got, tt.want)
		}
	}
	if secure() {
		t.Error("secure() of a test, which has no file capabilities")
	}
}
