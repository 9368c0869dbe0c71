package gotrace

import (
	"fmt"
	"io"

	"golang.org/x/exp/trace"
)

// Annotations returns the strings that the program itself put into a trace: types of tasks and
// regions, categories and messages of logs. On an error it returns those that come before it.
func Annotations(r io.Reader) (found map[string]bool, err error) {
	found = map[string]bool{}
	defer func() { // see read
		if p := recover(); p != nil {
			err = fmt.Errorf("malformed trace: %v", p)
		}
	}()
	events, err := trace.NewReader(r)
	if err != nil {
		return found, err
	}
	for {
		ev, err := events.ReadEvent()
		if err == io.EOF {
			return found, nil
		}
		if err != nil {
			return found, err
		}
		annotations(&ev, found)
	}
}

func annotations(ev *trace.Event, found map[string]bool) {
	switch ev.Kind() {
	case trace.EventTaskBegin, trace.EventTaskEnd:
		found[ev.Task().Type] = true
	case trace.EventRegionBegin, trace.EventRegionEnd:
		found[ev.Region().Type] = true
	case trace.EventLog:
		l := ev.Log()
		found[l.Category], found[l.Message] = true, true
	}
}
