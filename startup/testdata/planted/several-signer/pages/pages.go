// Package pages holds the pages of the site.
package pages

import (
	"html/template"
	"runtime/debug"
	"time"

	"example.com/planted/several-signer/stopwatch"
)

const page = `<!doctype html><title>{{.Title}}</title>
{{define "item"}}<li class="{{if .Done}}done{{else}}open{{end}}">{{.Text | printf "%.80s"}}</li>{{end}}
<ul>{{range $i, $item := .Items}}{{with $item}}{{template "item" .}}{{end}}{{else}}<li>none{{end}}</ul>
<footer>{{len .Items}} items{{if gt (len .Items) 10}}, <a href="?page={{.Next}}">more</a>{{end}}</footer>`

// New returns the page. It parses it again and again until cost has passed, so that it is as dear on
// a fast machine as on a slow one.
func New(cost time.Duration) *template.Template {
	debug.SetGCPercent(4000) // collections are a cause of their own
	start := time.Now()
	defer stopwatch.Record("template-on-path", start)
	parsed := parse()
	for time.Since(start) < cost {
		parsed = parse()
	}
	return parsed
}

func parse() *template.Template {
	return template.Must(template.New("page").Parse(page)) // want: template-on-path
}
