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
	decode func(io.Reader) (*timeline.Timeline, error)
}

// timelineFiles are all of them: a run leaves one.
func timelineFiles() []timelineFile {
	return []timelineFile{
		{fileTrace, gotrace.Decode},
		{fileEvents, goevent.Read},
	}
}

// decodeEvents reads what goroutines did, seen from outside.
func decodeEvents(files fs.FS, name string) (*timeline.Timeline, error) {
	f, err := files.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return goevent.Read(f)
}

// readTimeline reads what goroutines did from whichever file there is.
func readTimeline(files fs.FS) (*timeline.Timeline, error) {
	var missing error
	for _, from := range timelineFiles() {
		f, err := files.Open(from.name)
		if errors.Is(err, fs.ErrNotExist) {
			missing = cmp.Or(missing, err)
			continue
		}
		if err != nil {
			return nil, err
		}
		defer f.Close()
		line, err := from.decode(f)
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", from.name, err)
		}
		return line, nil
	}
	return nil, missing
}
