// Command slow parses its templates before main, whether or not it renders a page.
package main

import (
	"flag"
	"log"
	"os"

	"example.com/planted/template-at-init/slow/pages"
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
