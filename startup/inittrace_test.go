package startup

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const initTraceOutput = `init internal/bytealg @0.008 ms, 0 ms clock, 0 bytes, 0 allocs
the program's own line
init example.com/a @1.5 ms, 250 ms clock, 1024 bytes, 3 allocs
init broken @x ms
`

func TestParseInitTrace(t *testing.T) {
	got, err := parseInitTrace(strings.NewReader(initTraceOutput))
	if err != nil {
		t.Fatal(err)
	}
	want := []packageInit{
		{"internal/bytealg", 8 * time.Microsecond, 0},
		{"example.com/a", 1500 * time.Microsecond, 250 * time.Millisecond},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("parseInitTrace: (-want +got)\n%s", diff)
	}
}

func FuzzParseInitTrace(f *testing.F) {
	f.Add(initTraceOutput)
	f.Add("init a @1e300 ms, 1e300 ms clock, 1 bytes, 1 allocs")
	f.Fuzz(func(t *testing.T, s string) {
		all, _ := parseInitTrace(strings.NewReader(s))
		for _, p := range all {
			if p.Clock < 0 || p.At < 0 || p.Package == "" {
				t.Errorf("parseInitTrace(%q) gave %+v", s, p)
			}
		}
	})
}
