package html

import (
	"net/url"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/internal/report"
)

// formAction is where the forms of d may lead, for the page's policy: nowhere else than where it came from.
func formAction(d *report.Document) string {
	if slices.ContainsFunc(d.Sections, func(s report.Section) bool { return s.Form != nil }) {
		return "'self'"
	}
	return "'none'"
}

// relative reports whether a link leads to where the page came from, and is no script. To browsers a backslash is a
// slash, of which two at the beginning name another host.
func relative(link string) bool {
	u, err := url.Parse(link)
	return link != "" && err == nil && u.Scheme == "" && u.Host == "" && !strings.Contains(link, `\`)
}

// form writes what the reader may ask for. A form that leads elsewhere is left out.
func (p *page) form(f *report.Form) {
	if !relative(f.Action) {
		return
	}
	p.open("form", "method", "get", "action", f.Action)
	p.own("\n")
	for i := range f.Fields {
		p.own("<label>")
		p.leaf("span", f.Fields[i].Label)
		p.field(&f.Fields[i])
		p.own("</label>\n")
	}
	p.leaf("button", f.Submit)
	p.own("</form>\n")
}

func (p *page) field(f *report.Field) {
	if len(f.Options) == 0 {
		p.open("input", "name", f.Name, "value", f.Value)
		return
	}
	p.open("select", "name", f.Name)
	for _, o := range f.Options {
		p.own("<option value=\"" + escape(o.Value) + "\"")
		if o.Value == f.Value {
			p.own(" selected")
		}
		p.own(">")
		p.text(o.Text)
		p.own("</option>")
	}
	p.close("select")
}
