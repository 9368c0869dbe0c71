// Package catalogue knows the products of the shop.
package catalogue

import (
	"bytes"
	"compress/gzip"
	"encoding/xml"
	"log"
	"sync"
	"time"

	"example.com/planted/decode-xml-at-init/packed"
	"example.com/planted/decode-xml-at-init/stopwatch"
)

const cost = 300 * time.Millisecond

// Product is one product.
type Product struct {
	ID    int      `xml:"id,attr"`
	Name  string   `xml:"name"`
	Price float64  `xml:"price"`
	Tags  []string `xml:"tag"`
}

var products = sync.OnceValue(load)

// Find returns the name of a product, "" if there is no such product.
func Find(id int) string {
	for _, p := range products() {
		if p.ID == id {
			return p.Name
		}
	}
	return ""
}

// load decodes the catalogue again and again until cost has passed, so that it is as dear on a
// fast machine as on a slow one.
func load() []Product {
	start := time.Now()
	defer stopwatch.Record(start)
	var products []Product
	for time.Since(start) < cost {
		products = decode(packed.Catalogue)
	}
	return products
}

func decode(data []byte) []Product {
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		log.Fatalf("unpacking the catalogue: %v", err)
	}
	var catalogue struct {
		Products []Product `xml:"product"`
	}
	if err := xml.NewDecoder(z).Decode(&catalogue); err != nil {
		log.Fatalf("decoding the catalogue: %v", err)
	}
	return catalogue.Products
}
