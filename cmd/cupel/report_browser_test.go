package main

import (
	"fmt"
	gohtml "html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/evidence"
)

// TestPageInABrowser reads the figures of pages back from the DOM of a browser, and wants those of the records.
func TestPageInABrowser(t *testing.T) {
	chromium := findChromium(t)
	for _, name := range []string{"source", "binary", "compare-fit", "hostile"} {
		t.Run(name, func(t *testing.T) {
			rec := readRecord(t, filepath.Join(recordsDir, name, "evidence.json"))
			data, err := page(rec, filepath.Join(recordsDir, name))
			if err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(t.TempDir(), "page.html")
			if err := os.WriteFile(file, data, 0o644); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(figuresOf(rec), figuresIn(dom(t, chromium, file))); diff != "" {
				t.Errorf("figures (-record +page):\n%s", diff)
			}
		})
	}
}

func findChromium(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("starts a browser")
	}
	if path := os.Getenv("CUPEL_CHROMIUM"); path != "" {
		return path
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("no chromium, chromium-browser or google-chrome in PATH; CUPEL_CHROMIUM may name one")
	return ""
}

// dom is what a browser made of a page, as HTML again.
func dom(t *testing.T, chromium, file string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
		"--disable-crash-reporter", "--disable-dev-shm-usage", "--user-data-dir="+t.TempDir(), "--dump-dom", "file://"+file)
	cmd.Env = append(os.Environ(), "HOME="+t.TempDir())
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v", chromium, err)
	}
	return string(out)
}

// figuresOf are all figures of a record's metrics: of each n, median, interval and p90.
func figuresOf(rec *evidence.Record) (all []string) {
	for _, m := range rec.Metrics {
		all = append(all, figure(m.Name, m.Pass, float64(m.Summary.N)), figure(m.Name, m.Pass, m.Summary.Median))
		if ci := m.Summary.CI95; ci != nil {
			all = append(all, figure(m.Name, m.Pass, ci[0]), figure(m.Name, m.Pass, ci[1]))
		}
		all = append(all, figure(m.Name, m.Pass, m.Summary.P90))
	}
	return all
}

func figure(name, pass string, v float64) string {
	return fmt.Sprintf("%s %s %s", plainText(name), plainText(pass), strconv.FormatFloat(v, 'g', -1, 64))
}

var (
	rows   = regexp.MustCompile(`(?s)<tr>(.*?)</tr>`)
	cells  = regexp.MustCompile(`(?s)<t[dh][^>]*>(.*?)</t[dh]>`)
	values = regexp.MustCompile(`<data value="([^"]*)"`)
	tags   = regexp.MustCompile(`<[^>]*>`)
)

// figuresIn are those of the table of metrics, the only one whose first cells are names of metrics with a pass.
func figuresIn(dom string) (all []string) {
	const columns = 9 // of that table
	for _, row := range rows.FindAllStringSubmatch(dom, -1) {
		texts := cells.FindAllStringSubmatch(row[1], -1)
		if len(texts) != columns {
			continue
		}
		name, pass := textIn(texts[0][1]), textIn(texts[1][1])
		for _, v := range values.FindAllStringSubmatch(row[1], -1) {
			all = append(all, name+" "+pass+" "+v[1])
		}
	}
	return slices.Clip(all)
}

// textIn is the text of a cell.
func textIn(cell string) string {
	return plainText(gohtml.UnescapeString(tags.ReplaceAllString(cell, "")))
}

// plainText leaves letters and digits: control characters are mended in a page.
func plainText(s string) string { return regexp.MustCompile(`[^A-Za-z0-9]+`).ReplaceAllString(s, "") }
