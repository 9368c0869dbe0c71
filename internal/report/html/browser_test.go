package html

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
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
	args := []string{
		"--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-crash-reporter",
		"--disable-breakpad", "--disable-dev-shm-usage", "--hide-scrollbars", "--enable-logging=stderr", "--user-data-dir=" + t.TempDir(),
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
	if err != nil {
		t.Fatalf("%s: %v\n%s", b.path, err, log.String())
	}
	return out.String(), log.String()
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

// TestShots writes screenshots: go test ./internal/report/html -run TestShots -shots /tmp/shots
func TestShots(t *testing.T) {
	if *shots == "" {
		t.Skip("writes screenshots where -shots says")
	}
	b := findBrowser(t)
	page := render(t, sample())
	if err := os.MkdirAll(*shots, 0o755); err != nil {
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
