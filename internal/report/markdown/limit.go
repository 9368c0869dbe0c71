package markdown

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/cupelgo/cupel/internal/report"
)

// fit leaves out the sections for which there is no room below the limit, and says which after the others.
func fit(parts []part, limit int) ([]part, error) {
	var names []string
	room := limit
	for _, p := range parts {
		if p.name == "" {
			room -= len(p.text)
			continue
		}
		names = append(names, p.name)
	}
	room -= len(leftOut(names, limit)) // no line about fewer of them is longer
	if room < 0 {
		return nil, fmt.Errorf("the answer, the notes and what is left out take %d bytes more than the %d that may be written", -room, limit)
	}
	var kept []part
	names = nil
	for _, p := range parts {
		switch {
		case p.name == "":
			kept = append(kept, p)
		case len(p.text) <= room:
			kept, room = append(kept, p), room-len(p.text)
		default:
			names = append(names, p.name)
		}
	}
	// Behind the answer: what is missing is not to be searched for.
	said := []part{kept[0], {text: leftOut(names, limit)}}
	return append(said, kept[1:]...), nil
}

func leftOut(names []string, limit int) string {
	return fmt.Sprintf("\n*Left out, since no more than %d bytes may be written: %s.*\n", limit, strings.Join(names, ", "))
}

func size(parts []part) int {
	sum := 0
	for _, p := range parts {
		sum += len(p.text)
	}
	return sum
}

// longestName is how much of a section's name is said when it is left out, in characters.
const longestName = 60

// called returns what a section is called: its title, or else its number and what it holds.
func called(s *report.Section, number int) string {
	title := s.Title
	if title == "" {
		title = s.Aside
	}
	if title != "" {
		if runes := []rune(title); len(runes) > longestName {
			title = string(runes[:longestName-1]) + "…"
		}
		return inline(title)
	}
	kind := "text"
	switch {
	case s.Table != nil:
		kind = "table"
	case len(s.Findings) > 0:
		kind = "findings"
	}
	return kind + " in part " + strconv.Itoa(number)
}
