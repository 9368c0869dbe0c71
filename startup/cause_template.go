package startup

import "github.com/cupelgo/cupel/internal/finding"

var templateAtInit = cause{
	phase: phaseInit,
	match: calls("text/template.", "text/template/parse.", "html/template."),
	Rule: finding.Rule{
		Name:   "template-at-init",
		Title:  "parses templates in package init",
		Class:  "cpu",
		Doc:    "Every start parses all templates, also those that this run never renders.",
		Do:     "parse on first use with sync.OnceValue, one template at a time",
		Before: `var page = template.Must(template.ParseFS(files, "*.tmpl"))`,
		After: `var page = sync.OnceValue(func() *template.Template {
	return template.Must(template.ParseFS(files, "*.tmpl"))
})`,
		Sources: []string{"https://pkg.go.dev/text/template#Must"},
	},
}
