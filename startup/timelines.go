package startup

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/cupelgo/cupel/internal/goevent"
	"github.com/cupelgo/cupel/internal/gotrace"
	"github.com/cupelgo/cupel/internal/timeline"
)

// A timelineFile is an artifact that says what goroutines did, and what reads it.
type timelineFile struct {
	name   string
	decode func(files fs.FS, name string) (*timeline.Timeline, error)
}

// timelineFiles are all of them: a run leaves one. threads says whether it will be asked what threads ran.
func timelineFiles(threads bool) []timelineFile {
	trace := gotrace.Decode
	if threads {
		trace = gotrace.DecodeThreads
	}
	return []timelineFile{{fileTrace, decodeTrace(trace)}, {fileEvents, decodeEvents}}
}

func decodeTrace(decode func(io.Reader) (*timeline.Timeline, error)) func(fs.FS, string) (*timeline.Timeline, error) {
	return func(files fs.FS, name string) (*timeline.Timeline, error) {
		f, err := files.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		return decode(f)
	}
}

// decodeEvents reads what goroutines did, seen from outside.
func decodeEvents(files fs.FS, name string) (*timeline.Timeline, error) {
	text, err := readText(files, name)
	if err != nil {
		return nil, err
	}
	return goevent.Read(text)
}

// readTimeline reads what goroutines did from whichever file there is. threads says whether it will be asked what
// threads ran.
func readTimeline(files fs.FS, threads bool) (*timeline.Timeline, error) {
	var missing error
	for _, from := range timelineFiles(threads) {
		line, err := from.decode(files, from.name)
		if errors.Is(err, fs.ErrNotExist) {
			missing = cmp.Or(missing, err)
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", from.name, err)
		}
		return line, nil
	}
	return nil, missing
}
