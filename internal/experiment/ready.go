package experiment

import (
	"cmp"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// The kinds of readiness.
const (
	Auto   = "auto"   // the first listening socket, else a successful exit
	Exit   = "exit"   // a successful exit
	Listen = "listen" // a listening socket: the first, or that of one port
	HTTP   = "http"   // the first answer with a status from 200 to 399
	Stdout = "stdout" // a line of stdout that matches
	Stderr = "stderr" // a line of stderr that matches
	File   = "file"   // a file that appears
	Settle = "settle" // the last use of CPU before none for a while
)

// forms lists what ParseReady understands, for its errors.
const forms = "auto, exit, listen[:PORT], http(s)://URL, stdout:REGEX, stderr:REGEX, file:PATH or settle[:DURATION]"

// Ready is the condition under which a program counts as started. The zero value is Auto.
type Ready struct {
	Kind    string         // one of the kinds above
	Port    int            // of Listen: 1 to 65535, or 0 for any
	URL     string         // of HTTP
	Pattern *regexp.Regexp // of Stdout and Stderr, matched against each complete line
	Path    string         // of File, relative to the current folder of this process
	Quiet   time.Duration  // of Settle; 0: DefaultQuiet
}

// ParseReady reads a condition as a user writes it:
// auto, exit, listen[:PORT], http(s)://URL, stdout:REGEX, stderr:REGEX, file:PATH or
// settle[:DURATION].
// The error says what is wrong with s and what would be right.
func ParseReady(s string) (Ready, error) {
	r, err := parseReady(s)
	if err != nil {
		return Ready{}, fmt.Errorf("readiness %q: %w", s, err)
	}
	return r, nil
}

func parseReady(s string) (Ready, error) {
	kind, value, given := strings.Cut(s, ":")
	switch kind {
	case Auto, Exit:
		if given {
			return Ready{}, fmt.Errorf("%s takes no value; write it without the colon", kind)
		}
		return Ready{Kind: kind}, nil
	case Listen:
		return parseListen(value, given)
	case "http", "https":
		return parseHTTP(s)
	case Stdout, Stderr:
		return parsePattern(kind, value)
	case File:
		if value == "" {
			return Ready{}, fmt.Errorf("no path given; write file:PATH")
		}
		return Ready{Kind: File, Path: value}, nil
	case Settle:
		return parseSettle(value, given)
	}
	return Ready{}, fmt.Errorf("unknown kind %q; use %s", kind, forms)
}

func parseListen(value string, given bool) (Ready, error) {
	if !given {
		return Ready{Kind: Listen}, nil
	}
	port, err := strconv.Atoi(value)
	if err != nil || port < 1 || port > 65535 {
		return Ready{}, fmt.Errorf("port %q is not a number from 1 to 65535; write listen:8080", value)
	}
	return Ready{Kind: Listen, Port: port}, nil
}

func parseHTTP(s string) (Ready, error) {
	u, err := url.Parse(s)
	if err != nil {
		return Ready{}, err
	}
	if u.Hostname() == "" {
		return Ready{}, fmt.Errorf("no host given; write http://127.0.0.1:8080/healthz")
	}
	if _, err := urlPort(u); err != nil {
		return Ready{}, err
	}
	return Ready{Kind: HTTP, URL: s}, nil
}

func parsePattern(kind, value string) (Ready, error) {
	if value == "" {
		return Ready{}, fmt.Errorf("no pattern given; write %s:REGEX", kind)
	}
	re, err := regexp.Compile(value)
	if err != nil {
		return Ready{}, err
	}
	return Ready{Kind: kind, Pattern: re}, nil
}

func parseSettle(value string, given bool) (Ready, error) {
	if !given {
		return Ready{Kind: Settle, Quiet: DefaultQuiet}, nil
	}
	quiet, err := time.ParseDuration(value)
	if err != nil || quiet < leastQuiet || quiet > mostQuiet {
		return Ready{}, fmt.Errorf("%q is not a time from %s to %s; write settle:2s", value, leastQuiet, mostQuiet)
	}
	return Ready{Kind: Settle, Quiet: quiet}, nil
}

// quiet is the time without work that Settle waits for.
func (r Ready) quiet() time.Duration { return cmp.Or(r.Quiet, DefaultQuiet) }

// byExit reports whether a successful exit meets the condition.
func (r Ready) byExit() bool { return r.Kind == Exit || r.Kind == Auto || r.Kind == "" }

// urlPort returns the port that u names or its scheme implies.
func urlPort(u *url.URL) (int, error) {
	if u.Port() == "" {
		return map[string]int{"http": 80, "https": 443}[u.Scheme], nil
	}
	port, err := strconv.Atoi(u.Port())
	if err != nil || port < 1 || port > 65535 {
		return 0, fmt.Errorf("port %q is not a number from 1 to 65535", u.Port())
	}
	return port, nil
}

// String returns r as ParseReady reads it.
func (r Ready) String() string {
	switch r.Kind {
	case "":
		return Auto
	case Listen:
		if r.Port != 0 {
			return fmt.Sprintf("%s:%d", Listen, r.Port)
		}
	case HTTP:
		return r.URL
	case Stdout, Stderr:
		return fmt.Sprintf("%s:%s", r.Kind, r.Pattern)
	case File:
		return "file:" + r.Path
	case Settle:
		if r.quiet() != DefaultQuiet {
			return fmt.Sprintf("%s:%s", Settle, r.Quiet)
		}
	}
	return r.Kind
}
