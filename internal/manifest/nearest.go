package manifest

import (
	"slices"
	"strings"
)

// longestName bounds what is compared: nobody mistypes a name of that many bytes.
const longestName = 120

// Nearest returns the name that is most like word: one that word begins or is a part of, or one that a few
// edits lead to, at most a third of the word's letters. "" if none is.
func Nearest(word string, known []string) string {
	if word == "" || len(word) > longestName {
		return ""
	}
	best, least := "", 1+max(1, len([]rune(word))/3)
	for _, name := range known {
		if d := distance(strings.ToLower(word), strings.ToLower(name)); d < least {
			best, least = name, d
		}
	}
	if best != "" || len(word) < 3 {
		return best
	}
	for _, fits := range []func(s, part string) bool{strings.HasPrefix, strings.Contains} {
		if i := slices.IndexFunc(known, func(name string) bool { return fits(name, word) }); i >= 0 {
			return known[i]
		}
	}
	return ""
}

// distance is the number of letters to put in, leave out, exchange or swap with their neighbour that makes b
// of a: the optimal string alignment distance.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	before, last, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(x); i++ {
		row[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(y)]
}
