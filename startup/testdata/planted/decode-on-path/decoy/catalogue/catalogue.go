// Package catalogue knows the products of the shop.
package catalogue

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"log"

	"example.com/planted/decode-on-path/packed"
)

// Product is one product.
type Product struct {
	ID    int      `json:"id"`
	Name  string   `json:"name"`
	Price float64  `json:"price"`
	Tags  []string `json:"tags"`
}

// All returns all products of a small shop.
func All() []Product { return decode(packed.Sample) }

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
