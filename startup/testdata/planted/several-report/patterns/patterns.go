// Package patterns compiles what lines of a log are classified by.
package patterns

import (
	"regexp"
	"time"

	"example.com/planted/several-report/stopwatch"
)

var patterns = []string{
	`^(?P<host>[\w.-]+) - (?P<user>\S+) \[(?P<time>[^\]]+)\] "(?P<verb>[A-Z]+) (?P<path>\S+)`,
	`(?i)\b(error|fatal|panic|exception)\b.*?\bcode=(\d{3,5})\b`,
	`^(\d{1,3}\.){3}\d{1,3}(:\d{1,5})?$`,
}

// Compile compiles the patterns again and again until cost has passed, so that they are as dear on a
// fast machine as on a slow one.
func Compile(cost time.Duration) []*regexp.Regexp {
	start := time.Now()
	defer stopwatch.Record("regexp-at-init", start)
	all := compile()
	for time.Since(start) < cost {
		all = compile()
	}
	return all
}

func compile() []*regexp.Regexp {
	var all []*regexp.Regexp
	for _, p := range patterns {
		all = append(all, regexp.MustCompile(p))
	}
	return all
}
