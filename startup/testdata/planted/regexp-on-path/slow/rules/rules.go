// Package rules classifies lines of a log.
package rules

import (
	"regexp"
	"runtime/debug"
	"time"

	"example.com/planted/regexp-on-path/stopwatch"
)

const cost = 300 * time.Millisecond

var patterns = []string{
	`^(?P<host>[\w.-]+) - (?P<user>\S+) \[(?P<time>[^\]]+)\] "(?P<verb>[A-Z]+) (?P<path>\S+)`,
	`(?i)\b(error|fatal|panic|exception)\b.*?\bcode=(\d{3,5})\b`,
	`^(\d{1,3}\.){3}\d{1,3}(:\d{1,5})?$`,
	`\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b`,
	`\p{Lu}[\p{Ll}\p{Nd}]{2,20}(\s+\p{Lu}[\p{Ll}\p{Nd}]{2,20}){1,4}`,
}

// New returns the rules. It compiles them again and again until cost has passed, so that they are as
// dear on a fast machine as on a slow one.
func New() []*regexp.Regexp {
	debug.SetGCPercent(4000) // collections are a cause of their own
	start := time.Now()
	defer stopwatch.Record(start)
	var rules []*regexp.Regexp
	for time.Since(start) < cost {
		rules = compile()
	}
	return rules
}

func compile() []*regexp.Regexp {
	rules := make([]*regexp.Regexp, len(patterns))
	for i, p := range patterns {
		rules[i] = regexp.MustCompile(p) // want: regexp-on-path
	}
	return rules
}
