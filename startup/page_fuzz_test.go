package startup

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/report/html"
)

// FuzzFlame draws whatever profile there may be: what is drawn keeps to its total, and can be rendered.
func FuzzFlame(f *testing.F) {
	_, dir := storeRecorded(f, recordedStart, nil)
	for _, of := range flames() {
		data, err := os.ReadFile(filepath.Join(dir, of.file))
		if err != nil {
			f.Fatal(err)
		}
		r, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			f.Fatal(err)
		}
		plain, err := io.ReadAll(r)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(plain)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var packed bytes.Buffer
		z := gzip.NewWriter(&packed)
		z.Write(data)
		z.Close()
		prof, err := readProfile(&packed)
		if err != nil {
			return
		}
		for _, of := range flames() {
			fig := of.draw(prof, newNamer("example.com/a", "example.com/a", nil))
			if fig == nil {
				continue
			}
			d := &report.Document{Sections: []report.Section{{Figure: fig}}}
			checkFigures(t, d)
			if err := html.Render(io.Discard, d); err != nil {
				t.Error(err)
			}
		}
	})
}
