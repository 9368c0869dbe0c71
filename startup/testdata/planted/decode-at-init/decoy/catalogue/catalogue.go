// Package catalogue knows the products of the shop.
package catalogue

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"log"

	"example.com/planted/decode-at-init/packed"
)

// Product is one product.
type Product struct {
	ID    int      `json:"id"`
	Name  string   `json:"name"`
	Price float64  `json:"price"`
	Tags  []string `json:"tags"`
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
	var products []Product
	if err := json.NewDecoder(z).Decode(&products); err != nil {
		log.Fatalf("decoding the catalogue: %v", err)
	}
	return products
}
