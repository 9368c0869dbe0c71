package agent

import (
	"bytes"
	"strings"
	"testing"
)

func TestRewriteMarks(t *testing.T) {
	const in = "cupel-agent\t1\nstart\t5\ninit\t1\t2\tfmt.init\t/farm/src/fmt/print.go\t7\nnote\t/farm/src stays\nend\n"
	var out bytes.Buffer
	err := RewriteMarks(&out, strings.NewReader(in), func(s string) string {
		return strings.Replace(s, "/farm/", "/usr/local/go/", 1)
	})
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Replace(in, "/farm/src/fmt", "/usr/local/go/src/fmt", 1)
	if out.String() != want {
		t.Errorf("RewriteMarks gave %q, want %q", out.String(), want)
	}
}
