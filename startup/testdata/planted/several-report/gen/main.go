// Command gen writes the packed catalogues: go run ./gen, at the root of the module.
package main

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"os"
)

type product struct {
	ID    int      `json:"id"`
	Name  string   `json:"name"`
	Price float64  `json:"price"`
	Tags  []string `json:"tags"`
}

func main() {
	for name, n := range map[string]int{"catalogue": 200, "sample": 3} {
		if err := write("packed/"+name+".json.gz", n); err != nil {
			log.Fatal(err)
		}
	}
}

func write(path string, n int) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	z := gzip.NewWriter(f)
	if err := encode(z, n); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	return f.Close()
}

func encode(w io.Writer, n int) error {
	r := rand.New(rand.NewPCG(1, 2))
	colours := []string{"amber", "blue", "coral", "denim", "ebony"}
	products := make([]product, n)
	for i := range products {
		colour := colours[r.IntN(len(colours))]
		products[i] = product{i, fmt.Sprintf("%s lamp, model %d", colour, i%100),
			float64(r.IntN(10000)) / 100, []string{"lamp", colour}}
	}
	return json.NewEncoder(w).Encode(products)
}
