package agent

import (
	"bufio"
	"io"
	"strings"
)

// RewriteMarks copies a marks file from r to w and passes each source file through f. Other fields are
// copied as they are.
func RewriteMarks(w io.Writer, r io.Reader, f func(string) string) error {
	in, out := bufio.NewReader(r), bufio.NewWriter(w)
	for {
		line, err := in.ReadString('\n')
		if fields := strings.Split(line, "\t"); namesFile(fields) {
			fields[fileField] = f(fields[fileField])
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

// Lines of the kinds init and guest end with file and line.
const (
	fileFields = 6
	fileField  = 4
)

func namesFile(fields []string) bool {
	return len(fields) == fileFields && (fields[0] == "init" || fields[0] == "guest")
}
