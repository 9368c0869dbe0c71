// Package packed holds the catalogues as gzipped JSON. Command gen writes them.
package packed

import _ "embed"

// Catalogue is the whole catalogue.
//
//go:embed catalogue.json.gz
var Catalogue []byte

// Sample is a catalogue of three products.
//
//go:embed sample.json.gz
var Sample []byte
