package hygiene

import (
	"fmt"
	"regexp"
	"strings"
	"sync"

	"github.com/cupelgo/cupel/internal/finding"
)

// names are the variables that are looked at.
const names = `(GOFLAGS|GOSUMDB|GONOSUMDB|GONOSUMCHECK|GOINSECURE)`

// assignment finds one of them set in YAML, a shell, a container file, a Makefile or by go env -w.
var assignment = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?:\b(?:ENV|ARG)\s+` + names + `\s+|\b` + names + `\b["']?\s*(?::=|\?=|=|:)\s*)("[^"]*"|'[^']*'|[^\s"'#;&|]+)`)
})

// setting is a variable that is set somewhere.
type setting struct {
	file       string // "" for the environment
	line       int
	key, value string
}

// settings are those of all files and of the environment.
func (f *Facts) settings() (all []setting) {
	for _, file := range f.Files {
		n := 0
		for text := range strings.Lines(file.Text) {
			n++
			if strings.HasPrefix(strings.TrimSpace(text), "#") {
				continue
			}
			for _, m := range assignment().FindAllStringSubmatch(text, -1) {
				all = append(all, setting{file.Name, n, m[1] + m[2], strings.Trim(m[3], `"'`)})
			}
		}
	}
	for _, kv := range f.Env {
		if k, v, _ := strings.Cut(kv, "="); v != "" {
			all = append(all, setting{key: k, value: v})
		}
	}
	return all
}

func (s setting) hit(severity, format string, args ...any) hit {
	text := fmt.Sprintf(format, args...)
	if s.file == "" {
		text += ", in the environment"
	}
	return hit{file: s.file, line: s.line, text: text, severity: severity}
}

func modMod(f *Facts) (a answer) {
	for _, s := range f.settings() {
		if s.key != "GOFLAGS" {
			continue
		}
		for _, flag := range strings.Fields(s.value) {
			if flag == "-mod=mod" || flag == "--mod=mod" {
				a.hits = append(a.hits, s.hit("", "GOFLAGS has -mod=mod"))
			}
		}
	}
	return a
}

// sumCheckOff tells of what is off for all modules, and, as less, of what is off for some.
func sumCheckOff(f *Facts) (a answer) {
	for _, s := range f.settings() {
		everything := s.value == "*" || strings.Contains(","+s.value+",", ",*,")
		switch {
		case s.key == "GOSUMDB" && s.value == "off":
			a.hits = append(a.hits, s.hit(finding.High, "GOSUMDB=off: no module is checked when it is added"))
		case s.key == "GONOSUMDB" && everything:
			a.hits = append(a.hits, s.hit(finding.High, "GONOSUMDB=%s: no module is checked when it is added", s.value))
		case s.key == "GOINSECURE" && everything:
			a.hits = append(a.hits, s.hit(finding.High, "GOINSECURE=%s: modules may come over plain HTTP", s.value))
		case s.key == "GOINSECURE":
			a.hits = append(a.hits, s.hit("", "GOINSECURE: modules that match %s may come over plain HTTP", s.value))
		case s.key == "GONOSUMDB":
			a.hits = append(a.hits, s.hit(finding.Info, "GONOSUMDB: modules that match %s are not checked", s.value))
		case s.key == "GONOSUMCHECK":
			a.hits = append(a.hits, s.hit(finding.Low, "GONOSUMCHECK=%s: the go command knows no such variable, and checks all the same", s.value))
		case s.key == "GOFLAGS" && strings.Contains(s.value, "-insecure"):
			a.hits = append(a.hits, s.hit(finding.Low, "GOFLAGS has -insecure, which go get does not take since Go 1.17"))
		}
	}
	return a
}
