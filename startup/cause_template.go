package startup

import "github.com/cupelgo/cupel/internal/finding"

// parsesTemplates tells parsing, and the escaping of HTML that follows it once, from rendering.
var parsesTemplates = calls("text/template.(*Template).Parse", "text/template.Parse", "text/template/parse.",
	"html/template.(*Template).Parse", "html/template.Parse", "html/template.escapeTemplate")

var templateAtInit = cause{
	phase: phaseInit,
	match: parsesTemplates,
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

var templateOnPath = cause{
	phase: phaseMain,
	match: parsesTemplates,
	Rule: finding.Rule{
		Name:  "template-on-path",
		Title: "parses templates before it is ready",
		Class: "cpu",
		Doc: "Each template is parsed, and those of html/template analysed once more when they are " +
			"first executed, before the program can serve a page.",
		Do: "parse a page's templates when it is first asked for; parse shared layouts once and Clone " +
			"them instead of parsing them for each page",
		Before: `for _, p := range pages { p.tmpl = template.Must(template.ParseFS(files, "layout/*.tmpl", p.file)) }`,
		After: `layout := template.Must(template.ParseFS(files, "layout/*.tmpl"))
page := func(file string) (*template.Template, error) { // when it is asked for
	return template.Must(layout.Clone()).ParseFS(files, file)
}`,
		Sources: []string{"https://pkg.go.dev/html/template#Template.Clone"},
	},
}
