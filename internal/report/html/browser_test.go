package html

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	gohtml "html"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/cupelgo/cupel/internal/report"
)

var shots = flag.String("shots", "", "folder for screenshots of the sample, wide and narrow, light and dark")

// A browser is a Chromium that draws no window.
type browser struct{ path string }

// findBrowser skips the test where there is none.
func findBrowser(t *testing.T) browser {
	t.Helper()
	if testing.Short() {
		t.Skip("starts a browser")
	}
	if path := os.Getenv("CUPEL_CHROMIUM"); path != "" {
		return browser{path}
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return browser{path}
		}
	}
	t.Skip("no chromium, chromium-browser or google-chrome in PATH; CUPEL_CHROMIUM may name one")
	return browser{}
}

// run opens a file with more flags and returns what the browser prints. Its profile is a folder of the test, and
// it is in a process group of its own, of which nothing is left.
func (b browser) run(t *testing.T, file string, flags ...string) (stdout, stderr string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	profile := t.TempDir()
	args := []string{
		"--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-crash-reporter",
		"--disable-breakpad", "--disable-dev-shm-usage", "--hide-scrollbars", "--enable-logging=stderr", "--user-data-dir=" + profile,
	}
	args = append(args, flags...)
	cmd := exec.CommandContext(ctx, b.path, append(args, "file://"+file)...)
	cmd.Env = append(os.Environ(), "HOME="+t.TempDir(), "XDG_CONFIG_HOME="+t.TempDir(), "XDG_CACHE_HOME="+t.TempDir(), "TMPDIR="+t.TempDir())
	inGroup(cmd)
	var out, log bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &log
	cmd.WaitDelay = 10 * time.Second
	err := cmd.Run()
	endGroup(cmd)
	for range 100 {
		if len(usersOf(profile)) == 0 {
			break
		}
		time.Sleep(50 * time.Millisecond) // what was killed takes a moment to be gone
	}
	if left := usersOf(profile); len(left) > 0 {
		t.Errorf("the browser left processes behind: %q", left)
	}
	if err != nil {
		t.Fatalf("%s: %v\n%s", b.path, err, log.String())
	}
	return out.String(), log.String()
}

// usersOf returns the command lines of processes that name a folder, on systems that have /proc.
func usersOf(folder string) []string {
	var all []string
	paths, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, path := range paths {
		if line, err := os.ReadFile(path); err == nil && bytes.Contains(line, []byte(folder)) {
			all = append(all, string(line))
		}
	}
	return all
}

// file writes a page into a folder of the test.
func file(t *testing.T, page string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(path, []byte(page), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// A result is what testdata/check.js found.
type result struct {
	Errors   []string    // of scripts, and what the page's policy forbade
	Failed   []string    // checks that do not hold
	Passed   int         // checks that hold
	Data     [][2]string // value and text of each number
	Found    []string    // what each flame graph says to a search for json
	Networks []said      // of each network
	Contrast int         // texts whose contrast was computed
	Least    float64     // the least of them
	Width    int         // of the window
}

// around is a page that shows another one in the width asked for, since no window is narrower than 500 pixels,
// and writes into itself what that one says.
const around = `<!doctype html><meta charset="utf-8"><iframe src="page.html" width="%s" height="800" style="border:0"></iframe>
<pre id="checked"></pre><script>addEventListener("message", (e) => { document.getElementById("checked").textContent = e.data; });</script>`

// checked is a page with a script that tries it and says what it found. The page's policy
// allows that script by its hash, and nothing else.
func checked(t *testing.T, page string) string {
	t.Helper()
	early, late := read(t, "testdata/errors.js"), read(t, "testdata/network.js")+read(t, "testdata/check.js")
	page = strings.Replace(page, "script-src ", "script-src "+hashOf(early)+" "+hashOf(late)+" ", 1)
	page = strings.Replace(page, "<meta name=\"viewport\"", "<script>"+early+"</script><meta name=\"viewport\"", 1)
	return strings.Replace(page, "</body>", "<script>"+late+"</script></body>", 1)
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestBrowser tries pages in a wide and a narrow window.
func TestBrowser(t *testing.T) {
	b := findBrowser(t)
	for _, width := range []string{"1280", "360"} {
		for name, d := range map[string]*report.Document{"sample": sample(), "hostile": hostile(hostileText), "graph": largeGraph()} {
			t.Run(name+" "+width, func(t *testing.T) {
				got := b.check(t, render(t, d), width)
				if len(got.Errors)+len(got.Failed) > 0 {
					t.Errorf("errors %q, failed %q", got.Errors, got.Failed)
				}
				if got.Passed < 30 || got.Contrast < 40 || got.Least < 4.5 || strconv.Itoa(got.Width) != width {
					t.Errorf("%d checks, contrast of %d texts at least %v, width %d", got.Passed, got.Contrast, got.Least, got.Width)
				}
				if diff := cmp.Diff(numbers(d), got.Data, cmpopts.EquateEmpty()); diff != "" {
					t.Errorf("numbers of the document and of the page (-want +got):\n%s", diff)
				}
				if diff := cmp.Diff(networksOf(d, got.Networks), got.Networks); diff != "" && name != "hostile" { // whose names are all the same
					t.Errorf("what networks say (-want +got):\n%s", diff)
				}
				if diff := cmp.Diff(searches(d), got.Found, cmpopts.EquateEmpty()); diff != "" {
					t.Errorf("searches (-want +got):\n%s", diff)
				}
			})
		}
	}
}

// check returns what the script in a page found, with what the browser logged.
func (b browser) check(t *testing.T, page, width string) result {
	t.Helper()
	outer := filepath.Join(filepath.Dir(file(t, checked(t, page))), "around.html")
	if err := os.WriteFile(outer, fmt.Appendf(nil, around, width), 0o644); err != nil {
		t.Fatal(err)
	}
	dom, log := b.run(t, outer, "--dump-dom", "--virtual-time-budget=5000", "--window-size=1400,1000")
	var got result
	_, rest, ok := strings.Cut(dom, `<pre id="checked">`)
	text, _, ended := strings.Cut(rest, "</pre>")
	if !ok || !ended || text == "" {
		t.Fatalf("the script that checks did not end:\n%s", log)
	}
	if err := json.Unmarshal([]byte(gohtml.UnescapeString(text)), &got); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(log) {
		if strings.Contains(line, "CONSOLE") {
			got.Errors = append(got.Errors, line)
		}
	}
	return got
}

// numbers returns what the elements data of a page must hold.
func numbers(d *report.Document) [][2]string {
	var all [][2]string
	for _, s := range d.Sections {
		if s.Table != nil {
			for _, row := range s.Table.Rows {
				for _, c := range row {
					if c.Value != nil {
						all = append(all, [2]string{strconv.FormatFloat(*c.Value, 'g', -1, 64), shown(c.Text)})
					}
				}
			}
		}
		if s.Figure != nil && s.Figure.Effects != nil {
			for _, e := range s.Figure.Effects.Rows {
				all = append(all, [2]string{strconv.FormatFloat(e.Ratio, 'g', -1, 64), ""})
			}
		}
	}
	return all
}

func shown(text string) string { return strings.TrimSpace(report.OneLine(text)) }

// searches returns how many frames of each flame graph match json.
func searches(d *report.Document) []string {
	var all []string
	for _, s := range d.Sections {
		if s.Figure == nil || s.Figure.Flame == nil {
			continue
		}
		frames, _ := framesOf(s.Figure.Flame)
		n := 0
		for _, fr := range frames {
			if strings.Contains(strings.ToLower(fr.Name), "json") {
				n++
			}
		}
		all = append(all, strconv.Itoa(n))
	}
	return all
}

// TestShots writes screenshots and a large page: go test ./internal/report/html -run TestShots -shots /tmp/shots
func TestShots(t *testing.T) {
	if *shots == "" {
		t.Skip("writes screenshots where -shots says")
	}
	b := findBrowser(t)
	page := render(t, sample())
	if err := os.MkdirAll(*shots, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(*shots, "large.html"), []byte(render(t, large())), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, theme := range []string{"light", "dark"} {
		themed := file(t, strings.Replace(page, "<html lang", "<html data-theme=\""+theme+"\" lang", 1))
		for _, size := range []string{"1280,4600", "360,6400"} {
			width, _, _ := strings.Cut(size, ",")
			out := filepath.Join(*shots, fmt.Sprintf("%s-%s.png", theme, width))
			b.run(t, themed, "--screenshot="+out, "--window-size="+size)
		}
	}
}
