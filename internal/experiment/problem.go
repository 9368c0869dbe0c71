package experiment

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// crash says in one sentence how the program ended.
func (a *attempt) crash() string {
	when := "before it was ready"
	if a.ready.Kind == Exit {
		when = fmt.Sprintf("after %s", seconds(time.Duration(a.child.end-a.child.start)))
	}
	if name := signalName(a.child.state); name != "" {
		return fmt.Sprintf("the program was ended by %s %s", name, when)
	}
	return fmt.Sprintf("the program ended with code %d %s", a.child.state.ExitCode(), when)
}

// fled says in one sentence that the program has put itself into the background.
func (a *attempt) fled() string {
	return fmt.Sprintf("the program ended with code 0 and left %s behind, which listens on %s",
		a.run.Other.Name, a.run.Listeners[len(a.run.Listeners)-1].Address)
}

// overdue says in one sentence what did not come in time, and how the program looked.
func (a *attempt) overdue() string {
	text := a.missed()
	if looks := a.deadlock(); looks != "" {
		return text + looks
	}
	if a.ready.Kind == Auto || a.ready.Kind == "" {
		text += a.quietSince()
	}
	return text
}

func (a *attempt) missed() string {
	limit := seconds(a.cmd.Timeout)
	switch a.ready.Kind {
	case Exit:
		return fmt.Sprintf("the program did not end in %s", limit)
	case HTTP:
		return fmt.Sprintf("%s gave no answer from 200 to 399 in %s: %s", a.ready.URL, limit, &a.answer)
	case Stdout, Stderr:
		return fmt.Sprintf("no line of %s matched /%s/ in %s", a.ready.Kind, a.ready.Pattern, limit)
	case File:
		return fmt.Sprintf("file %s did not appear in %s", a.ready.Path, limit)
	case Settle:
		return a.restless(limit)
	}
	return a.unheard(limit)
}

// unheard is overdue for the conditions that are listening sockets.
func (a *attempt) unheard(limit string) string {
	if a.knock != nil {
		return fmt.Sprintf("the program listens on %s but accepted no connection in %s",
			a.knock.conn.RemoteAddr(), limit)
	}
	var places []string
	for _, l := range a.run.Listeners {
		places = append(places, l.Address)
	}
	elsewhere := ""
	if len(places) > 0 {
		elsewhere = "; it listens on " + strings.Join(places, ", ")
	}
	switch {
	case a.ready.Port != 0:
		return fmt.Sprintf("the program did not listen on port %d in %s%s", a.ready.Port, limit, elsewhere)
	case a.ready.Kind == Listen:
		return fmt.Sprintf("the program did not listen in %s", limit)
	}
	return fmt.Sprintf("the program neither listened nor ended in %s%s", limit, elsewhere)
}

// LooksDeadlocked is in the Problem of a run in which all threads waited for one another until the end.
const LooksDeadlocked = "it looks deadlocked"

// deadlock adds to overdue that the program looks deadlocked, if it does.
func (a *attempt) deadlock() string {
	since := a.watch.deadlocked()
	if since == 0 || a.ready.Kind == Settle && a.quiet.workedAfter(since) {
		return ""
	}
	return fmt.Sprintf("; %s: from %s on all its threads waited for one another",
		LooksDeadlocked, seconds(time.Duration(since-a.run.Start)))
}

func seconds(d time.Duration) string {
	return strconv.FormatFloat(d.Seconds(), 'g', 3, 64) + " s"
}
