package agent

import (
	"bufio"
	"io"
	"slices"
	"strings"
)

// RewriteMarks copies a marks file from r to w and passes each source file through f. Other fields are
// copied as they are.
func RewriteMarks(w io.Writer, r io.Reader, f func(string) string) error {
	return rewrite(w, r, field{kinds: []string{"init", "guest"}, of: 6, at: 4}, f)
}

// RewriteAllocs copies a file of allocations from r to w and passes each source file through f.
func RewriteAllocs(w io.Writer, r io.Reader, f func(string) string) error {
	return rewrite(w, r, field{kinds: []string{"func"}, of: 3, at: 2}, f)
}

// A field names one field of the lines of some kinds, which have that many.
type field struct {
	kinds  []string // the first field
	of, at int
}

func rewrite(w io.Writer, r io.Reader, which field, f func(string) string) error {
	in, out := bufio.NewReader(r), bufio.NewWriter(w)
	for {
		line, err := in.ReadString('\n')
		text, isWhole := strings.CutSuffix(line, "\n")
		if fields := strings.Split(text, "\t"); isWhole && len(fields) == which.of && slices.Contains(which.kinds, fields[0]) {
			fields[which.at] = f(fields[which.at])
			line = strings.Join(fields, "\t") + "\n"
		}
		out.WriteString(line)
		if err == io.EOF {
			return out.Flush()
		}
		if err != nil {
			return err
		}
	}
}
