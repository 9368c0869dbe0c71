// Package pages renders the pages of the site.
package pages

import (
	"html/template"
	"io"
	"sync"
	"time"

	"example.com/planted/template-at-init/stopwatch"
)

const cost = 300 * time.Millisecond

const page = `<!doctype html><title>{{.Title}}</title>
{{define "item"}}<li class="{{if .Done}}done{{else}}open{{end}}">{{.Text | printf "%.80s"}}</li>{{end}}
<ul>{{range $i, $item := .Items}}{{with $item}}{{template "item" .}}{{end}}{{else}}<li>none{{end}}</ul>
<footer>{{len .Items}} items{{if gt (len .Items) 10}}, <a href="?page={{.Next}}">more</a>{{end}}</footer>`

var parsed = sync.OnceValue(parse)

// Render writes the page with data to w.
func Render(w io.Writer, data any) error { return parsed()[0].Execute(w, data) }

// parse parses the page again and again until cost has passed, so that it is as dear on a fast
// machine as on a slow one.
func parse() []*template.Template {
	start := time.Now()
	defer stopwatch.Record(start)
	var out []*template.Template
	for time.Since(start) < cost {
		out = append(out, template.Must(template.New("page").Parse(page)))
	}
	return out
}
