// Package catalogue decodes the products of the shop.
package catalogue

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"log"
	"time"

	"example.com/planted/several-report/stopwatch"
)

// Product is one product.
type Product struct {
	ID    int      `json:"id"`
	Name  string   `json:"name"`
	Price float64  `json:"price"`
	Tags  []string `json:"tags"`
}

// Load decodes the catalogue again and again until cost has passed, so that it is as dear on a fast
// machine as on a slow one.
func Load(data []byte, cost time.Duration) []Product {
	start := time.Now()
	defer stopwatch.Record("decode-at-init", start)
	products := decode(data)
	for time.Since(start) < cost {
		products = decode(data)
	}
	return products
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
