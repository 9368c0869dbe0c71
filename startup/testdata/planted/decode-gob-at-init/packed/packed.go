// Package packed holds the catalogues as gob. Command gen writes them.
package packed

import _ "embed"

// Catalogue is the whole catalogue.
//
//go:embed catalogue.gob
var Catalogue []byte

// Sample is a catalogue of three products.
//
//go:embed sample.gob
var Sample []byte
