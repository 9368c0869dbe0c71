// Package catalogue knows the products of the shop.
package catalogue

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"log"
	"runtime/debug"
	"time"

	"example.com/planted/decode-on-path/packed"
	"example.com/planted/decode-on-path/stopwatch"
)

const cost = 300 * time.Millisecond

// Product is one product.
type Product struct {
	ID    int      `json:"id"`
	Name  string   `json:"name"`
	Price float64  `json:"price"`
	Tags  []string `json:"tags"`
}

// All returns all products. It decodes the catalogue again and again until cost has passed, so that
// it is as dear on a fast machine as on a slow one.
func All() []Product {
	debug.SetGCPercent(4000) // collections are a cause of their own
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
	var products []Product
	if err := json.NewDecoder(z).Decode(&products); err != nil { // want: decode-on-path
		log.Fatalf("decoding the catalogue: %v", err)
	}
	return products
}
