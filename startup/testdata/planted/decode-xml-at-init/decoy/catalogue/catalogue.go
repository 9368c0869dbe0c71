// Package catalogue knows the products of the shop.
package catalogue

import (
	"bytes"
	"compress/gzip"
	"encoding/xml"
	"log"

	"example.com/planted/decode-xml-at-init/packed"
)

// Product is one product.
type Product struct {
	ID    int      `xml:"id,attr"`
	Name  string   `xml:"name"`
	Price float64  `xml:"price"`
	Tags  []string `xml:"tag"`
}

var products = decode(packed.Sample)

// Find returns the name of a product, "" if there is no such product.
func Find(id int) string {
	for _, p := range products {
		if p.ID == id {
			return p.Name
		}
	}
	return ""
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
