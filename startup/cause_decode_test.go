package startup

import "testing"

// TestFormats: what unpacks and what parses are told apart, the innermost of a stack counts, and
// what encodes is no decoder.
func TestFormats(t *testing.T) {
	sample := func(ns int64, stack ...string) *slice {
		return &slice{To: ns, Sampled: true, Stack: stackOf(stack...)}
	}
	unpacks := []string{"compress/flate.(*decompressor).huffSym", "compress/gzip.(*Reader).Read",
		"encoding/json.(*Decoder).Decode", "main.load"}
	parses := []string{"encoding/json.(*decodeState).object", "encoding/json.(*Decoder).Decode", "main.load"}
	encodes := []string{"encoding/json.(*encodeState).marshal", "encoding/json.Marshal", "main.save"}
	for _, c := range []struct {
		name string
		all  []*slice
		want string
	}{
		{"nothing sampled", []*slice{{To: 10}}, ""},
		{"only encodes", []*slice{sample(10, encodes...)}, ""},
		{"one", []*slice{sample(10, parses...)}, "encoding/json 100 %"},
		{"two", []*slice{sample(10, unpacks...), sample(30, parses...)}, "encoding/json 75 %, compress/flate 25 %"},
		{"hardly any", []*slice{sample(1, unpacks...), sample(99, parses...)}, "encoding/json 99 %"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := formats(c.all); got != c.want {
				t.Errorf("formats = %q, want %q", got, c.want)
			}
		})
	}
}
