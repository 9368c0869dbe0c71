package gotrace

import (
	"bytes"
	"testing"

	"github.com/cupelgo/cupel/internal/timeline"
)

// FuzzDecode wants an error or a timeline that can be walked and looked at, and never a panic.
func FuzzDecode(f *testing.F) {
	for _, data := range recorded(f) {
		if len(data) < 15_000 {
			f.Add(data)
			f.Add(data[:len(data)*2/3])
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) { decodeAnything(t, data) })
}

// Mutations by chance seldom get past the tables: change each byte of small traces.
func TestDecodeChangedBytes(t *testing.T) {
	step := 7
	if testing.Short() {
		step = 61
	}
	names := []string{"channel-go1.22.12", "coroutine-go1.24.11", "callback-go1.27.0", "generations-go1.22.12"}
	for _, name := range names {
		data := recorded(t)[name]
		for i := 0; i < len(data); i += step {
			old := data[i]
			for _, c := range []byte{0, 0xff, old + 1, old - 1, old ^ 0x80} {
				data[i] = c
				decodeAnything(t, data)
			}
			data[i] = old
		}
	}
}

func decodeAnything(t *testing.T, data []byte) {
	var q timeline.Inquiry
	ran := make([]int64, 3)
	for i := range ran {
		q.Ask(int64(i), int64(i)<<i, &ran[i])
	}
	line, err := Decode(bytes.NewReader(data), &q)
	if err != nil {
		return
	}
	for id, g := range line.Goroutines {
		for _, s := range g.Spans() {
			s.Stack.Frames()
			s.WakeStack.Frames()
			if s.To <= s.From {
				t.Fatalf("span %+v", s)
			}
		}
		checkTelescopes(t, "changed", line.Walk(id, line.Start, line.End), line.Start, line.End)
	}
	line.At(line.Start)
	line.Accepts()
}
