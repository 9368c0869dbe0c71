package agent

import (
	"bufio"
	"io"
	"strings"
)

// RewriteMarks copies a marks file from r to w and passes the source file of each init function
// through f. Other lines are copied as they are.
func RewriteMarks(w io.Writer, r io.Reader, f func(string) string) error {
	in, out := bufio.NewReader(r), bufio.NewWriter(w)
	for {
		line, err := in.ReadString('\n')
		if fields := strings.Split(line, "\t"); len(fields) == initFields && fields[0] == "init" {
			fields[initFile] = f(fields[initFile])
			line = strings.Join(fields, "\t")
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

// The fields of an init line: kind, start, end, symbol, file, line.
const (
	initFields = 6
	initFile   = 4
)
