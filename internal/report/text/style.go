package text

// style is the ANSI sequence that begins a way of writing, "" for none.
type style string

// The styles in use (ECMA-48, select graphic rendition).
const (
	plain  style = ""
	bold   style = "\x1b[1m"
	dim    style = "\x1b[2m"
	red    style = "\x1b[1;31m"
	yellow style = "\x1b[33m"
)

const reset = "\x1b[0m"

// style returns s, or no style on a page without colour.
func (p *page) style(s style) style {
	if p.color {
		return s
	}
	return plain
}

// severity returns the style of a severity, whose name is always written too.
func (p *page) severity(name string) style {
	switch name {
	case "high":
		return p.style(red)
	case "medium":
		return p.style(yellow)
	}
	return p.style(dim)
}

func (s style) apply(text string) string {
	if s == plain || text == "" {
		return text
	}
	return string(s) + text + reset
}
