package html

import (
	"fmt"
	"html"
	"strings"

	"github.com/cupelgo/cupel/internal/report"
)

// Policy is the Content-Security-Policy of the pages: nothing from elsewhere.
const Policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// form writes what the reader may ask for.
func form(out *strings.Builder, f *report.Form) {
	fmt.Fprintf(out, "<form method=\"get\" action=\"%s\">\n", escape(f.Action))
	for _, field := range f.Fields {
		fmt.Fprintf(out, "<label>%s ", escape(field.Label))
		input(out, field)
		out.WriteString("</label>\n")
	}
	fmt.Fprintf(out, "<button>%s</button>\n</form>\n", escape(f.Submit))
}

func input(out *strings.Builder, f report.Field) {
	if f.Options == nil {
		fmt.Fprintf(out, "<input name=\"%s\" value=\"%s\">", escape(f.Name), escape(f.Value))
		return
	}
	fmt.Fprintf(out, "<select name=\"%s\">", escape(f.Name))
	for _, o := range f.Options {
		chosen := ""
		if o.Value == f.Value {
			chosen = " selected"
		}
		fmt.Fprintf(out, "<option value=\"%s\"%s>%s</option>", escape(o.Value), chosen, escape(o.Text))
	}
	out.WriteString("</select>")
}

func escape(text string) string { return html.EscapeString(report.OneLine(text)) }
