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
// threads says whether it will be asked what threads ran.
func readTimeline(files fs.FS, threads bool) (*timeline.Timeline, error) {
	name := fileTrace
	line, err := decodeTrace(files, name, threads)
	if errors.Is(err, fs.ErrNotExist) {
		events, eventsErr := decodeEvents(files, fileEvents)
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

func decodeTrace(files fs.FS, name string, threads bool) (*timeline.Timeline, error) {
	f, err := files.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if threads {
		return gotrace.DecodeThreads(f)
	}
	return gotrace.Decode(f)
}

// decodeEvents reads what goroutines did, seen from outside.
func decodeEvents(files fs.FS, name string) (*timeline.Timeline, error) {
	text, err := readText(files, name)
	if err != nil {
		return nil, err
	}
	return goevent.Read(text)
}
