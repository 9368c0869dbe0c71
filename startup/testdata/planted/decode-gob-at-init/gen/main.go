// Command gen writes the packed catalogues: go run ./gen, at the root of the module.
package main

import (
	"encoding/gob"
	"fmt"
	"log"
	"math/rand/v2"
	"os"
)

type product struct {
	ID    int
	Name  string
	Price float64
	Tags  []string
}

func main() {
	for name, n := range map[string]int{"catalogue": 2000, "sample": 3} {
		if err := write("packed/"+name+".gob", n); err != nil {
			log.Fatal(err)
		}
	}
}

func write(path string, n int) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := gob.NewEncoder(f).Encode(products(n)); err != nil {
		return err
	}
	return f.Close()
}

func products(n int) []product {
	r := rand.New(rand.NewPCG(1, 2))
	colours := []string{"amber", "blue", "coral", "denim", "ebony"}
	all := make([]product, n)
	for i := range all {
		colour := colours[r.IntN(len(colours))]
		all[i] = product{i, fmt.Sprintf("%s lamp, model %d", colour, i%100),
			float64(r.IntN(10000)) / 100, []string{"lamp", colour}}
	}
	return all
}
