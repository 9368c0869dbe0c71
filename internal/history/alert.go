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

// Alerts are those of the last record of each group, in their order.
func (h *History) Alerts() []Alert {
	var all []Alert
	for i := range h.Groups {
		g := &h.Groups[i]
		a := Alert{
			State: h.state(g.last()), Program: g.Program.String(), Host: g.Host.Name, Labels: g.Labels,
			Metric: h.Metric, Record: g.last().Record, At: g.last().Created, Summary: h.sentence(g),
		}
		if before := g.previous(); before != nil && alert(h.state(before)) {
			a.Before = h.state(before)
		}
		if a.State == OK && a.Before != "" {
			a.State = Resolved
		}
		if alert(a.State) || a.State == Resolved {
			all = append(all, a)
		}
	}
	return all
}
