// Package catalogue knows the products of the shop.
package catalogue

import (
	"bytes"
	"encoding/gob"
	"log"

	"example.com/planted/decode-gob-at-init/packed"
)

// Product is one product.
type Product struct {
	ID    int
	Name  string
	Price float64
	Tags  []string
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
	var products []Product
	if err := gob.NewDecoder(bytes.NewReader(data)).Decode(&products); err != nil {
		log.Fatalf("decoding the catalogue: %v", err)
	}
	return products
}
