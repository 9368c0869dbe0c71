// Command fixed parses its templates when the first page is rendered.
package main

import (
	"flag"
	"log"
	"os"

	"example.com/planted/template-at-init/fixed/pages"
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
