package experiment

import (
	"strings"
	"testing"
)

func TestParseReady(t *testing.T) {
	for _, s := range []string{
		"auto", "exit", "listen", "listen:8080", "http://127.0.0.1:8080/healthz",
		"https://localhost/", "stdout:listening on :[0-9]+$", "stderr:a:b", "file:/run/a:b", "settle", "settle:300ms",
	} {
		r, err := ParseReady(s)
		if err != nil {
			t.Errorf("ParseReady(%q): %v", s, err)
			continue
		}
		if got := r.String(); got != s {
			t.Errorf("ParseReady(%q).String() = %q", s, got)
		}
	}
	if got := (Ready{}).String(); got != Auto {
		t.Errorf("Ready{}.String() = %q, want %q", got, Auto)
	}
}

func TestParseReadyErrors(t *testing.T) {
	for s, want := range map[string]string{
		"":                   "use auto, exit",
		"soon":               "unknown kind",
		"auto:1":             "takes no value",
		"exit:":              "takes no value",
		"listen:":            "write listen:8080",
		"listen:0":           "from 1 to 65535",
		"listen:65536":       "from 1 to 65535",
		"http://":            "no host",
		"http://a:99999/":    "from 1 to 65535",
		"http://a b/":        "invalid character",
		"stdout:":            "write stdout:REGEX",
		"stderr:(":           "missing closing )",
		"file:":              "write file:PATH",
		"ftp://localhost/ok": "unknown kind",
		"settle:":            "write settle:2s",
		"settle:5":           "from 50ms to 1h0m0s",
		"settle:-1s":         "from 50ms to 1h0m0s",
	} {
		_, err := ParseReady(s)
		if err == nil {
			t.Errorf("ParseReady(%q) = nil error, want %q", s, want)
			continue
		}
		if !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), `readiness "`) {
			t.Errorf("ParseReady(%q): %v, want %q", s, err, want)
		}
	}
}

func FuzzParseReady(f *testing.F) {
	for _, s := range []string{"auto", "listen:80", "http://[::1]:80/", "stdout:a|b", "file:x", "settle:1m"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r, err := ParseReady(s)
		if err != nil {
			return
		}
		again, err := ParseReady(r.String())
		if err != nil || again.String() != r.String() {
			t.Errorf("ParseReady(%q) = %v, read again %v, %v", s, r, again, err)
		}
	})
}

func TestLocalPort(t *testing.T) {
	for s, want := range map[string]int{
		"auto": 0, "listen": 0, "listen:81": 81, "http://localhost/": 80, "https://[::1]/": 443,
		"http://127.0.0.9:82/": 82, "http://example.com:83/": 0, "stdout:listen:84": 0,
	} {
		r, err := ParseReady(s)
		if err != nil {
			t.Fatal(err)
		}
		if got := localPort(r); got != want {
			t.Errorf("localPort(%s) = %d, want %d", s, got, want)
		}
	}
}
