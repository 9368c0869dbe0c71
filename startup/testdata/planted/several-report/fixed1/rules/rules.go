// Package rules classifies lines of a log.
package rules

import (
	"time"

	"example.com/planted/several-report/patterns"
)

var compiled = patterns.Compile(150 * time.Millisecond)

// Classify returns the number of the first pattern that matches line, -1 if none does.
func Classify(line string) int {
	for i, re := range compiled {
		if re.MatchString(line) {
			return i
		}
	}
	return -1
}
