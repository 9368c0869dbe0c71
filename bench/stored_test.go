package bench

import (
	"bytes"
	"strings"
	"testing"

	"github.com/cupelgo/cupel/internal/report/html"
	"github.com/cupelgo/cupel/internal/report/text"
)

// TestStoredDocuments holds that a record shows the same whenever it is read, that its page has all arms, and that the
// first line has an answer.
func TestStoredDocuments(t *testing.T) {
	for _, name := range Catalogue() {
		t.Run(name, func(t *testing.T) {
			rec, err := committed(name)
			if err != nil || rec == nil {
				t.Fatalf("no record: %v", err)
			}
			var printed [2]bytes.Buffer
			for i := range printed {
				d, err := StoredDocument(rec, t.TempDir())
				if err != nil {
					t.Fatal(err)
				}
				for j := range d.Sections { // it names the folder
					if d.Sections[j].Title == "evidence" {
						d.Sections[j].KeyValues = nil
					}
				}
				if d.Answer == "" {
					t.Error("the first line is empty")
				}
				if err := text.Render(&printed[i], d, text.Options{All: true}); err != nil {
					t.Fatal(err)
				}
			}
			if !bytes.Equal(printed[0].Bytes(), printed[1].Bytes()) {
				t.Error("the same record shows differently")
			}
			d, err := StoredPage(rec, t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			var page bytes.Buffer
			if err := html.Render(&page, d); err != nil {
				t.Fatal(err)
			}
			for _, arm := range rec.Arms {
				if !strings.Contains(page.String(), arm.Name) {
					t.Errorf("the page has no arm %s", arm.Name)
				}
			}
		})
	}
}
