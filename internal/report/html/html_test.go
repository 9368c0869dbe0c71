package html

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cupelgo/cupel/internal/golden"
	"github.com/cupelgo/cupel/internal/report"
)

func render(t *testing.T, d *report.Document) string {
	t.Helper()
	var out bytes.Buffer
	if err := Render(&out, d); err != nil {
		t.Fatalf("Render: %v", err)
	}
	return out.String()
}

// TestRender compares pages with golden ones, and each with itself rendered again.
func TestRender(t *testing.T) {
	tests := []struct {
		name string
		doc  *report.Document
	}{
		{"everything", sample()},
		{"answer_only", &report.Document{Answer: "nothing stands out"}},
		{"hostile", hostile(hostileText)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			whole := render(t, test.doc)
			if again := render(t, test.doc); again != whole {
				t.Error("the same document gave other bytes")
			}
			got := withoutCode(t, whole)
			golden.Check(t, filepath.Join("testdata", test.name+".html"), []byte(got))
		})
	}
}

// withoutCode takes style, scripts and their hashes out of a page: they are files of their own.
func withoutCode(t *testing.T, page string) string {
	t.Helper()
	codes := []string{headStyle(), themeScript, bodyScript()}
	if strings.Contains(page, graphScript()) { // pages without graphs lack both
		codes = append(codes, networkStyle, graphScript())
	}
	for _, code := range codes {
		if strings.Count(page, code) != 1 || strings.Count(page, hashOf(code)) != 1 {
			t.Fatalf("the page does not hold this and its hash once: %.60q", code)
		}
		page = strings.Replace(strings.Replace(page, code, "", 1), hashOf(code), "'hash'", 1)
	}
	return page
}

// TestSize holds that a large report stays one that can be sent and opened.
func TestSize(t *testing.T) {
	const most = 3_000_000 // bytes
	page := render(t, large())
	if n := len(page); n > most {
		t.Errorf("a large page has %d bytes, want at most %d", n, most)
	}
	if frames, left := framesOf(denseFlame().Flame); len(frames) != 5000 || left != 0 {
		t.Errorf("%d frames are drawn and %d left out, want 5000 and none", len(frames), left)
	}
}

// TestGraphCode holds that a page has what graphs need if it has one, and else nothing of it.
func TestGraphCode(t *testing.T) {
	for _, test := range []struct {
		name   string
		figure *report.Figure
		want   int
	}{{"no figure", nil, 0}, {"another figure", chartFigure(), 0}, {"network", networkFigure(20, 30), 1}, {"matrix", matrixFigure(5), 1}, {"treemap", treemapFigure(2, 2), 1}} {
		page := render(t, &report.Document{Answer: "x", Sections: []report.Section{{Figure: test.figure}}})
		for _, part := range []string{graphScript(), networkStyle, hashOf(graphScript()), hashOf(networkStyle)} {
			if got := strings.Count(page, part); got != test.want {
				t.Errorf("%s: %.40q is there %d times, want %d", test.name, part, got, test.want)
			}
		}
	}
}
