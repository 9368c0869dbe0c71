package startup

import "github.com/cupelgo/cupel/internal/finding"

var decodeAtInit = cause{
	phase: phaseInit,
	match: calls("encoding/json.", "encoding/gob.", "encoding/xml.", "encoding/csv.",
		"encoding/base64.", "encoding/hex.", "compress/", "archive/"),
	Rule: finding.Rule{
		Name:  "decode-at-init",
		Title: "decodes embedded data in package init",
		Class: "cpu",
		Doc:   "Every start unpacks and parses the same bytes again, before main can begin.",
		Do: "decode on first use with sync.OnceValue, or generate Go tables at build time that " +
			"need no decoding",
		Before: `//go:embed zones.json.gz
var packed []byte
var zones = mustDecode(packed)`,
		After: `//go:embed zones.json.gz
var packed []byte
var zones = sync.OnceValue(func() map[string]Zone { return mustDecode(packed) })`,
		Sources: []string{"https://pkg.go.dev/embed", "https://pkg.go.dev/sync#OnceValue"},
	},
}
