// Package pages holds the pages of the site.
package pages

import (
	"html/template"
	"io"
	"log"
)

const page = `<!doctype html><title>{{.Title}}</title>
{{define "item"}}<li class="{{if .Done}}done{{else}}open{{end}}">{{.Text | printf "%.80s"}}</li>{{end}}
<ul>{{range $i, $item := .Items}}{{with $item}}{{template "item" .}}{{end}}{{else}}<li>none{{end}}</ul>
<footer>{{len .Items}} items{{if gt (len .Items) 10}}, <a href="?page={{.Next}}">more</a>{{end}}</footer>`

// New returns the page, which was rendered some times to see that it is sound.
func New() *template.Template {
	parsed := template.Must(template.New("page").Parse(page))
	for range make([]struct{}, 2000) {
		if err := parsed.Execute(io.Discard, map[string]any{"Title": "home", "Items": []string{}}); err != nil {
			log.Fatalf("rendering the page: %v", err)
		}
	}
	return parsed
}
