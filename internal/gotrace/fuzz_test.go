package gotrace

import (
	"bytes"
	"testing"
)

// FuzzDecode wants an error or a timeline that can be walked and looked at, and never a panic.
func FuzzDecode(f *testing.F) {
	for _, data := range recorded(f) {
		if len(data) < 15_000 {
			f.Add(data)
			f.Add(data[:len(data)*2/3])
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		line, err := Decode(bytes.NewReader(data))
		if err != nil {
			return
		}
		for id, g := range line.Goroutines {
			for _, s := range g.Spans() {
				s.Stack.Frames()
				s.WakeStack.Frames()
			}
			checkTelescopes(t, "fuzzed", line.Walk(id, line.Start, line.End), line.Start, line.End)
		}
		line.At(line.Start)
		line.Accepts()
	})
}
