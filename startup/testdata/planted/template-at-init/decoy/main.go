// Command decoy parses before main, too, but a single template.
package main

import (
	"flag"
	"log"
	"os"

	"example.com/planted/template-at-init/decoy/pages"
	"example.com/planted/template-at-init/stopwatch"
)

func main() {
	title := flag.String("title", "", "title of the page to render")
	flag.Parse()
	if *title != "" {
		data := map[string]any{"Title": *title, "Items": nil, "Next": 2}
		if err := pages.Render(os.Stdout, data); err != nil {
			log.Fatal(err)
		}
	}
	stopwatch.Write()
}
