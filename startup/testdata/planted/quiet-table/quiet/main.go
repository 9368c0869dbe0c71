// Command quiet prints a table of the planets, in the order that is asked for.
package main

import (
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"sort"
	"text/tabwriter"

	"example.com/planted/quiet-table/planets"
)

func main() {
	by := flag.String("by", "distance", "order: distance or name")
	flag.Parse()
	all := planets.All()
	switch *by {
	case "distance":
		sort.Slice(all, func(i, j int) bool { return all[i].Distance < all[j].Distance })
	case "name":
		sort.Slice(all, func(i, j int) bool { return all[i].Name < all[j].Name })
	default:
		log.Fatalf("no order %q", *by)
	}
	if err := table(os.Stdout, all); err != nil {
		log.Fatal(err)
	}
}

func table(out io.Writer, all []planets.Planet) error {
	w := tabwriter.NewWriter(out, 0, 8, 2, ' ', 0)
	fmt.Fprintln(w, "planet\tradius\tdistance\tday")
	for _, p := range all {
		fmt.Fprintf(w, "%s\t%d km\t%.1f M km\t%s\n", p.Name, p.Radius, p.Distance, p.Day)
	}
	return w.Flush()
}
