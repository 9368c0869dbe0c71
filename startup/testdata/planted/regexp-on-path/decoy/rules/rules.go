// Package rules classifies lines of a log.
package rules

import (
	"regexp"
	"strings"
	"time"
)

const cost = 100 * time.Millisecond

var line = strings.Repeat("warming up: code=20 ", 10_000)

// New returns the rules. It compiles one expression and searches a long line with it again and again
// until cost has passed.
func New() []string {
	rule := regexp.MustCompile(`\bcode=(\d{3,5})\b`)
	found := rule.FindAllString(line, -1)
	for start := time.Now(); time.Since(start) < cost; {
		found = rule.FindAllString(line, -1)
	}
	return found
}
