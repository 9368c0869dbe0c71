package check

import (
	"bytes"
	"context"
	"path/filepath"
	"testing"

	"github.com/cupelgo/cupel/internal/golden"
	"github.com/cupelgo/cupel/internal/report/text"
)

// TestDocument holds what a user and a program read: of claims of each outcome, and of setup that does not work.
func TestDocument(t *testing.T) {
	claims := "claims:\n" + one("large", "fake one", large, "") + one("quick", "fake one --token hush", quick, "") +
		one("small", "fake one", small, "") + one("small, too", "fake crash", small, "git:main")
	for name, file := range map[string]string{
		"judged": "setup:\n  - file: doc.go\n" + claims,
		"setup":  "setup:\n  - file: hush.yaml\n  - command: never\n" + claims,
	} {
		t.Run(name, func(t *testing.T) {
			o, asked := options(t, file)
			res, err := Run(context.Background(), o)
			if err != nil {
				t.Fatal(err)
			}
			if res.broken() != (len(*asked) == 0) {
				t.Errorf("setup does not work: %v, and %d runs were made", res.broken(), len(*asked))
			}
			var page, record bytes.Buffer
			if err := text.Render(&page, res.Document(), text.Options{All: true}); err != nil {
				t.Fatal(err)
			}
			if err := res.Encode(&record); err != nil {
				t.Fatal(err)
			}
			golden.Check(t, filepath.Join("testdata", name+".txt.golden"), page.Bytes())
			golden.Check(t, filepath.Join("testdata", name+".json.golden"), record.Bytes())
		})
	}
}
