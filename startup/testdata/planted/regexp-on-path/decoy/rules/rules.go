// Package rules classifies lines of a log.
package rules

import (
	"regexp"
	"strings"
)

var line = strings.Repeat("warming up: code=20 ", 10_000)

// New returns the rules. It compiles one expression and searches a long line with it.
func New() []string {
	return regexp.MustCompile(`\bcode=(\d{3,5})\b`).FindAllString(line, -1)
}
