package text

import (
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/cupelgo/cupel/internal/report"
)

// plainer is how each character beyond ASCII that Cupel itself writes is written in ASCII. A test
// holds that none is missing.
var plainer = map[rune]string{
	'µ': "u", 'μ': "u", '–': "-", '—': "-", '…': "...", '·': ".", '×': "x", '±': "+/-",
	'≥': ">=", '≤': "<=", '≠': "!=", '∞': "inf", '−': "-", '→': "->", '←': "<-", '½': "1/2", '\u00a0': " ",
	'‘': "'", '’': "'", '“': `"`, '”': `"`,
	'⁰': "^0", '¹': "^1", '²': "^2", '³': "^3", '⁴': "^4", '⁵': "^5", '⁶': "^6", '⁷': "^7", '⁸': "^8", '⁹': "^9", 'ⁿ': "^n",
	'▁': "_", '▂': ".", '▃': ":", '▄': "-", '▅': "=", '▆': "+", '▇': "*", '█': "#", '│': "|",
	utf8.RuneError: "?",
}

// ASCII writes text in ASCII. What Cupel itself writes is spelled in another way: 12 us, 3-4 ms, >=.
// The characters of foreign file names and symbols are written as Go's \u00e9, since whoever reads a
// Go symbol reads that, and both Go source and $'…' of a shell turn it back; bytes that are no UTF-8 are \xff.
func ASCII(text string) string {
	var out strings.Builder
	for len(text) > 0 {
		r, size := utf8.DecodeRuneInString(text)
		known, ok := plainer[r]
		switch {
		case r < utf8.RuneSelf:
			out.WriteByte(text[0])
		case r == utf8.RuneError && size == 1:
			out.WriteString(`\x` + strconv.FormatUint(uint64(text[0]), 16))
		case ok:
			out.WriteString(known)
		default:
			out.WriteString(strings.Trim(strconv.QuoteRuneToASCII(r), "'"))
		}
		text = text[size:]
	}
	return out.String()
}

// ASCIIWriter returns a writer that passes on to w in ASCII. What is written at once must be whole
// characters, as package fmt writes them.
func ASCIIWriter(w io.Writer) io.Writer { return asciiWriter{w} }

type asciiWriter struct{ w io.Writer }

func (a asciiWriter) Write(text []byte) (int, error) {
	if _, err := io.WriteString(a.w, ASCII(string(text))); err != nil {
		return 0, err
	}
	return len(text), nil
}

// inASCII returns d with all its text in ASCII. It comes before the layout, which counts columns.
func inASCII(d *report.Document) *report.Document {
	out := &report.Document{Answer: foreign(d.Answer), Notes: each(d.Notes, foreign), Footnotes: each(d.Footnotes, foreign)}
	for _, s := range d.Sections {
		s.Aside, s.Title, s.Paragraph = foreign(s.Aside), foreign(s.Title), foreign(s.Paragraph)
		s.Findings, s.KeyValues = each(s.Findings, entryInASCII), each(s.KeyValues, pairInASCII)
		if s.Table != nil {
			s.Table = tableInASCII(s.Table)
		}
		out.Sections = append(out.Sections, s)
	}
	return out
}

func tableInASCII(t *report.Table) *report.Table {
	return &report.Table{
		Columns: each(t.Columns, func(c report.Column) report.Column {
			c.Name = foreign(c.Name)
			return c
		}),
		Rows: each(t.Rows, func(row []report.Cell) []report.Cell {
			return each(row, func(c report.Cell) report.Cell {
				c.Text = foreign(c.Text)
				return c
			})
		}),
	}
}

func entryInASCII(e report.Entry) report.Entry {
	for _, field := range []*string{&e.ID, &e.Severity, &e.Place, &e.File, &e.Statement, &e.Cost, &e.Share} {
		*field = foreign(*field)
	}
	e.Details = each(e.Details, pairInASCII)
	return e
}

func pairInASCII(kv report.KeyValue) report.KeyValue {
	kv.Key, kv.Value = foreign(kv.Key), foreign(kv.Value)
	return kv
}

// foreign is ASCII of text that may hold what must not reach a terminal.
func foreign(text string) string { return ASCII(report.OneLine(text)) }

func each[T any](all []T, change func(T) T) []T {
	var out []T
	for _, one := range all {
		out = append(out, change(one))
	}
	return out
}
