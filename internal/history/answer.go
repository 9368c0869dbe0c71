package history

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/unit"
)

// Answer is one sentence: of the group that is worst, and how many there are.
func (h *History) Answer() string {
	if len(h.Groups) == 0 {
		return "no records with " + h.Metric
	}
	counts := map[string]int{}
	for i := range h.Groups {
		counts[h.health(&h.Groups[i])]++
	}
	worst := &h.Groups[h.worst()]
	switch alerts := counts[Warning] + counts[Critical]; {
	case len(h.Groups) == 1:
		return h.sentence(worst)
	case alerts == 0:
		return fmt.Sprintf("none of %d groups alerts (%s); last measured: %s", len(h.Groups), states(counts), h.sentence(&h.Groups[0]))
	default:
		verb := "alert"
		if alerts == 1 {
			verb = "alerts"
		}
		return fmt.Sprintf("%d of %d groups %s (%s): %s", alerts, len(h.Groups), verb, states(counts), h.sentence(worst))
	}
}

// severity orders states.
func severity(state string) int {
	return slices.Index([]string{OK, Unknown, Warning, Critical}, state)
}

func states(counts map[string]int) string {
	var all []string
	for _, state := range []string{Critical, Warning, Unknown, OK} {
		if counts[state] > 0 {
			all = append(all, fmt.Sprintf("%d %s", counts[state], state))
		}
	}
	return strings.Join(all, ", ")
}

// worst is the group in the gravest state, of several the one measured last.
func (h *History) worst() int {
	at := 0
	for i := range h.Groups {
		if severity(h.health(&h.Groups[i])) > severity(h.health(&h.Groups[at])) {
			at = i
		}
	}
	return at
}

// sentence tells of a group.
func (h *History) sentence(g *Group) string {
	p := g.last()
	if f := g.failed(); f != nil {
		return fmt.Sprintf("%s is %s on %s: %s; last measured: %s %s %s", g.Title(), Critical, g.Host.Name, f.said(),
			h.name(), unit.Format(p.P50, g.Unit), h.when(p.Created))
	}
	text := fmt.Sprintf("%s is %s on %s: %s %s %s", g.Title(), stated(h.state(p)), g.Host.Name, h.name(), unit.Format(p.P50, g.Unit), h.when(p.Created))
	if b := p.Baseline; b.Records > 0 {
		text += fmt.Sprintf(" against %s in the 14 days before (n = %s of %s)", unit.Format(b.P50, g.Unit), many(b.Records, "record"), many(b.Runs, "run"))
	}
	if why := h.score(p).Why; why != "" {
		text += "; " + why
	}
	if k := len(g.Changes); k > 0 {
		text += "; last change " + g.spoken(&g.Changes[k-1])
	}
	return text
}

// stated is a state after "is".
func stated(state string) string {
	switch state {
	case Unknown:
		return "in unknown health"
	case Warning:
		return "in state warning"
	}
	return state
}

func (h *History) when(t time.Time) string {
	if date(t) == date(h.Now) {
		return "today"
	}
	return "on " + date(t)
}

func date(t time.Time) string { return t.UTC().Format("2006-01-02") }

// name is the metric as it is spoken of: "ready" of /startup/ready:seconds.
func (h *History) name() string {
	name, _, _ := strings.Cut(h.Metric, ":")
	return path.Base(name)
}

// Title names a group shortly, its host aside.
func (g *Group) Title() string {
	title := strings.Join(append([]string{report.Program(g.Program.Name)}, g.Program.Args...), " ")
	if len(g.Labels) > 0 {
		title += " [" + LabelText(g.Labels) + "]"
	}
	return title
}

// health is the state of a group: critical if its last start did not get ready, else that of its last point.
func (h *History) health(g *Group) string {
	if g.failed() != nil {
		return Critical
	}
	return h.state(g.last())
}

// state of a point is that of the score that is asked for; of both it is the default's.
func (h *History) state(p *Point) string { return h.score(p).State }

func (h *History) score(p *Point) *Score {
	if h.Score == Classic {
		return &p.Classic
	}
	return &p.Default
}

// scores are the names of those that are shown.
func (h *History) scores() []string {
	if h.Score == Both {
		return []string{"score", "classic"}
	}
	return []string{cmp.Or(strings.TrimPrefix(h.Score, Default), "score")}
}

func (h *History) scoresOf(p *Point) []*Score {
	if h.Score == Both {
		return []*Score{&p.Default, &p.Classic}
	}
	return []*Score{h.score(p)}
}

func alert(state string) bool { return state == Warning || state == Critical }

// many is a number of things: "1 record", "2 records".
func many(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
