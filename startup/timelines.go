package startup

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/cupelgo/cupel/internal/goevent"
	"github.com/cupelgo/cupel/internal/gotrace"
	"github.com/cupelgo/cupel/internal/timeline"
)

// readTimeline reads what goroutines did from the trace, or from the events where there is none: a run leaves one of them.
// It answers the questions of the inquiry, which may be nil.
func readTimeline(files fs.FS, inquiry *timeline.Inquiry) (*timeline.Timeline, error) {
	name := fileTrace
	line, err := decodeTrace(files, name, inquiry)
	if errors.Is(err, fs.ErrNotExist) {
		events, eventsErr := decodeEvents(files, fileEvents, inquiry)
		if errors.Is(eventsErr, fs.ErrNotExist) {
			return nil, err
		}
		name, line, err = fileEvents, events, eventsErr
	}
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	return line, nil
}

func decodeTrace(files fs.FS, name string, inquiry *timeline.Inquiry) (*timeline.Timeline, error) {
	f, err := files.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return gotrace.Decode(f, inquiry)
}

// decodeEvents reads what goroutines did, seen from outside.
func decodeEvents(files fs.FS, name string, inquiry *timeline.Inquiry) (*timeline.Timeline, error) {
	text, err := readText(files, name)
	if err != nil {
		return nil, err
	}
	return goevent.Read(text, inquiry)
}
