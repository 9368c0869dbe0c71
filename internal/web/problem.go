package web

import (
	"bytes"
	"errors"
	"net/http"
	"strings"

	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/report/html"
	"github.com/cupelgo/cupel/internal/store"
)

// problem answers with a page that says what is wrong and what to do.
func problem(w http.ResponseWriter, status int, what, do string) {
	d := &report.Document{Answer: what, Sections: []report.Section{{Paragraph: do}, home("/")}}
	show(w, status, d)
}

// home is the way to the list.
func home(link string) report.Section {
	return report.Section{Table: &report.Table{
		Columns: []report.Column{{Name: "elsewhere"}},
		Rows:    [][]report.Cell{{{Text: "all records", Link: link}}},
	}}
}

// unlike is why two records cannot be compared.
type unlike struct{ error }

// fail answers with what went wrong.
func fail(w http.ResponseWriter, err error) {
	if errors.Is(err, store.ErrNoRecord) {
		why := strings.TrimPrefix(err.Error(), store.ErrNoRecord.Error()+": ")
		problem(w, http.StatusNotFound, "Not in the store: "+why,
			"It may have been deleted meanwhile: the newest records are kept, and cupel clean deletes all.")
		return
	}
	if errors.As(err, new(unlike)) {
		problem(w, http.StatusUnprocessableEntity, "These cannot be compared: "+err.Error(), "Choose two of the same kind.")
		return
	}
	problem(w, http.StatusInternalServerError, "This cannot be shown: "+err.Error(), "The record's files can still be downloaded.")
}

// show answers with a document as a page.
func show(w http.ResponseWriter, status int, d *report.Document) {
	var buf bytes.Buffer
	if err := html.Render(&buf, d); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	send(w, status, buf.Bytes())
}

// send answers with a page. That it cannot be sent is seen by who asked.
func send(w http.ResponseWriter, status int, page []byte) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	w.Write(page)
}
