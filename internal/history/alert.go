package history

import "time"

// Resolved is the state of an alert whose group is ok again.
const Resolved = "resolved"

// An Alert is a group that is not healthy, or is so again.
type Alert struct {
	State   string // of Warning, Critical and Resolved
	Before  string // of Warning and Critical, "" if the record before raised no alert
	Program string
	Host    string
	Labels  map[string]string
	Metric  string
	Record  string
	At      time.Time // of the record
	Summary string    // one sentence
}

// before is the alert that the record before the last raised, "" if none.
func (h *History) before(g *Group) string {
	if g.failedBefore() {
		return Critical
	}
	p := g.previous()
	if g.failed() != nil {
		p = g.last()
	}
	if p == nil || !alert(h.state(p)) {
		return ""
	}
	return h.state(p)
}

// Alerts are those of the last record of each group, in their order.
func (h *History) Alerts() []Alert {
	var all []Alert
	for i := range h.Groups {
		g := &h.Groups[i]
		a := Alert{
			State: h.health(g), Before: h.before(g), Program: g.Program.String(), Host: g.Host.Name, Labels: g.Labels,
			Metric: h.Metric, Record: g.last().Record, At: g.latest(), Summary: h.sentence(g),
		}
		if f := g.failed(); f != nil {
			a.Record = f.Record
		}
		if a.State == OK && a.Before != "" || a.State == Unknown && g.failedBefore() { // it is ready again
			a.State = Resolved
		}
		if alert(a.State) || a.State == Resolved {
			all = append(all, a)
		}
	}
	return all
}
