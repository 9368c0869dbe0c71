// Package shop finds products.
package shop

import (
	"example.com/planted/several-report/catalogue"
	"example.com/planted/several-report/packed"
)

var products = catalogue.Load(packed.Sample, 0)

// Find returns the name of a product, "" if there is no such product.
func Find(id int) string {
	for _, p := range products {
		if p.ID == id {
			return p.Name
		}
	}
	return ""
}
