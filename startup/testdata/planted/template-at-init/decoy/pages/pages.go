// Package pages renders the pages of the site.
package pages

import (
	"html/template"
	"io"
)

const page = `<!doctype html><title>{{.Title}}</title>
{{define "item"}}<li class="{{if .Done}}done{{else}}open{{end}}">{{.Text | printf "%.80s"}}</li>{{end}}
<ul>{{range $i, $item := .Items}}{{with $item}}{{template "item" .}}{{end}}{{else}}<li>none{{end}}</ul>
<footer>{{len .Items}} items{{if gt (len .Items) 10}}, <a href="?page={{.Next}}">more</a>{{end}}</footer>`

var parsed = template.Must(template.New("page").Parse(page))

// Render writes the page with data to w.
func Render(w io.Writer, data any) error { return parsed.Execute(w, data) }
