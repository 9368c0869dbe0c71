// Package pages renders the pages of the site.
package pages

import (
	"html/template"
	"io"
)

var page = template.Must(template.New("page").Parse(`<!doctype html><title>{{.Title}}</title>
<h1>{{.Title}}</h1>{{with .Kind}}<p class="{{.}}">{{. | printf "this is: %s"}}</p>{{end}}`))

// Render writes the page to w.
func Render(w io.Writer, title, kind string) error {
	return page.Execute(w, struct{ Title, Kind string }{title, kind})
}
