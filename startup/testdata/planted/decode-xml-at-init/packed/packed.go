// Package packed holds the catalogues as gzipped XML. Command gen writes them.
package packed

import _ "embed"

// Catalogue is the whole catalogue.
//
//go:embed catalogue.xml.gz
var Catalogue []byte

// Sample is a catalogue of three products.
//
//go:embed sample.xml.gz
var Sample []byte
