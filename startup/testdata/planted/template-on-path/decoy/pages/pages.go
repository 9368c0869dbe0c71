// Package pages holds the pages of the site.
package pages

import (
	"html/template"
	"io"
	"log"
	"time"
)

const cost = 100 * time.Millisecond

const page = `<!doctype html><title>{{.Title}}</title>
{{define "item"}}<li class="{{if .Done}}done{{else}}open{{end}}">{{.Text | printf "%.80s"}}</li>{{end}}
<ul>{{range $i, $item := .Items}}{{with $item}}{{template "item" .}}{{end}}{{else}}<li>none{{end}}</ul>
<footer>{{len .Items}} items{{if gt (len .Items) 10}}, <a href="?page={{.Next}}">more</a>{{end}}</footer>`

// New returns the page. It renders it again and again until cost has passed.
func New() *template.Template {
	parsed := template.Must(template.New("page").Parse(page))
	for start := time.Now(); time.Since(start) < cost; {
		if err := parsed.Execute(io.Discard, map[string]any{"Title": "home", "Items": []string{}}); err != nil {
			log.Fatalf("rendering the page: %v", err)
		}
	}
	return parsed
}
