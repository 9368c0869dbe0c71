package startup

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/internal/finding"
	"github.com/cupelgo/cupel/internal/timeline"
	"github.com/cupelgo/cupel/internal/unit"
)

// decoders are what reads a format of the standard library. What writes one has other remedies.
var decoders = []string{
	"encoding/json.Unmarshal", "encoding/json.(*Decoder).", "encoding/json/v2.Unmarshal",
	"encoding/json/jsontext.(*Decoder).", "encoding/gob.(*Decoder).", "encoding/xml.Unmarshal",
	"encoding/xml.(*Decoder).", "encoding/csv.(*Reader).", "encoding/base64.(*Encoding).Decode",
	"encoding/base64.(*decoder).", "encoding/base32.(*Encoding).Decode", "encoding/base32.(*decoder).",
	"encoding/hex.Decode", "encoding/hex.(*decoder).", "encoding/ascii85.Decode", "encoding/binary.Read",
	"encoding/asn1.Unmarshal", "encoding/pem.Decode", "compress/flate.(*decompressor).",
	"compress/gzip.(*Reader).", "compress/zlib.(*reader).", "compress/bzip2.", "compress/lzw.(*Reader).",
	"archive/zip.", "archive/tar.(*Reader).", "image/png.Decode", "image/jpeg.Decode", "image/gif.Decode",
}

// minFormat is the part of the samples from which on a format is named.
const minFormat = 0.1

// formats tells the packages that decoded, the heaviest first: one may unpack what another parses.
func formats(all []*slice) string {
	weight := map[string]float64{}
	total := 0.0
	for _, s := range all {
		if s.Sampled {
			weight[format(s.Stack)] += s.seconds()
			total += s.seconds()
		}
	}
	var names []string
	for name, w := range weight {
		if name != "" && w >= minFormat*total {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(weight[b], weight[a]), cmp.Compare(a, b))
	})
	for i, name := range names {
		names[i] = fmt.Sprintf("%s %s", name, unit.Percent(weight[name]/total))
	}
	return strings.Join(names, ", ")
}

// format is the package of the innermost decoder on the stack, "" if there is none.
func format(st *timeline.Stack) string {
	for _, f := range st.Frames() {
		for _, d := range decoders {
			if strings.HasPrefix(f.Func, d) {
				pkg, _ := splitSymbol(f.Func)
				return pkg
			}
		}
	}
	return ""
}

var decodeAtInit = cause{
	phase:  phaseInit,
	match:  calls(decoders...),
	detail: formats,
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

var decodeOnPath = cause{
	phase:  phaseMain,
	match:  calls(decoders...),
	detail: formats,
	Rule: finding.Rule{
		Name:  "decode-on-path",
		Title: "decodes data before it is ready",
		Class: "cpu",
		Doc: "Nothing on the way to ready goes on while these bytes are unpacked and parsed, at every " +
			"start again.",
		Do: "read only what is needed to begin; decode the rest on first use or beside other work, " +
			"piece by piece with a Decoder, or keep it in a form that needs less decoding",
		Before:  `err := json.Unmarshal(data, &catalogue)`,
		After:   `catalogue := sync.OnceValues(func() (*Catalogue, error) { return decode(data) })`,
		Sources: []string{"https://pkg.go.dev/encoding/json#Decoder", "https://pkg.go.dev/sync#OnceValues"},
	},
}
