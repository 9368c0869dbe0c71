package gotrace

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cupelgo/cupel/internal/golden"
	"github.com/cupelgo/cupel/internal/timeline"
)

// piece is a piece of a path as the golden files show it. Times are nanoseconds since the start.
type piece struct {
	From, To    int64
	G           int64
	State, Kind string
	Reason      string   `json:",omitempty"`
	At          string   `json:",omitempty"` // innermost function outside package runtime
	Waits       []string `json:",omitempty"`
	Spawned     int64    `json:",omitempty"`
	Samples     int      `json:",omitempty"`
}

// shown is the path of a recorded trace: the time spent in each way, and its longer pieces.
type shown struct {
	Pieces int
	Total  map[string]int64 // nanoseconds by state and kind
	Long   []piece          // those of at least 2 % of the path
}

func summary(t *timeline.Timeline) shown {
	path := t.Walk(1, t.Start, t.End)
	g := shown{Pieces: len(path), Total: map[string]int64{}}
	for i := range path {
		p := &path[i]
		g.Total[p.State.String()+" "+p.Kind.String()] += p.Duration()
		if p.Duration()*50 < t.End-t.Start {
			continue
		}
		out := piece{From: p.From - t.Start, To: p.To - t.Start, G: p.G, State: p.State.String(), Kind: p.Kind.String(),
			Reason: p.Reason, At: innermost(p.Stack), Spawned: p.Spawned, Samples: len(p.Samples)}
		for _, w := range p.Waits() {
			out.Waits = append(out.Waits, w.Reason+" at "+innermost(w.Stack))
		}
		g.Long = append(g.Long, out)
	}
	return g
}

func innermost(s *timeline.Stack) string {
	for _, f := range s.Frames() {
		if !strings.HasPrefix(f.Func, "runtime.") {
			return f.Func
		}
	}
	return ""
}

func TestDecodeAndWalkRecorded(t *testing.T) {
	for name, data := range recorded(t) {
		t.Run(name, func(t *testing.T) {
			line, err := Decode(bytes.NewReader(data), nil)
			if err != nil || len(line.Warnings) > 0 {
				t.Fatalf("Decode: %v, warnings %q", err, line.Warnings)
			}
			got, err := json.MarshalIndent(summary(line), "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			golden.Check(t, filepath.Join("testdata", name+".json"), append(got, '\n'))
		})
	}
}

// What each program waits for is known from its source, whatever the version.
func TestPathNamesTheCause(t *testing.T) {
	tests := []struct {
		program, reason, at string
		waits               string // innermost
	}{
		{"accept", "network", "internal/poll.(*FD).Accept", ""},
		{"channel", "sleep", "time.Sleep", "chan receive"},
		{"mutex", "sleep", "time.Sleep", "sync"},
		{"timer", "select", "main.timer", ""},
		{"timer", "chan receive", "main.timer", ""},
	}
	for name, data := range recorded(t) {
		line, err := Decode(bytes.NewReader(data), nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, tt := range tests {
			if !strings.HasPrefix(name, tt.program) {
				continue
			}
			path := line.Walk(1, line.Start, line.End)
			if !slices.ContainsFunc(path, func(p timeline.Piece) bool {
				return p.State == timeline.Waiting && p.Duration() >= 4e6 && p.Reason == tt.reason &&
					innermost(p.Stack) == tt.at && innermostWait(p) == tt.waits
			}) {
				t.Errorf("%s: no long wait on the path for %q at %s within %q", name, tt.reason, tt.at, tt.waits)
			}
		}
	}
}

func innermostWait(p timeline.Piece) string {
	waits := p.Waits()
	if len(waits) == 0 {
		return ""
	}
	return waits[len(waits)-1].Reason
}

// Every path adds up, whichever goroutine and instant it comes from.
func TestPathsTelescope(t *testing.T) {
	for name, data := range recorded(t) {
		line, err := Decode(bytes.NewReader(data), nil)
		if err != nil {
			t.Fatal(err)
		}
		for id := range line.Goroutines {
			for _, to := range []int64{line.Start + 1, (line.Start + line.End) / 2, line.End, line.End + 1000} {
				checkTelescopes(t, name, line.Walk(id, line.Start-10, to), line.Start-10, to)
			}
		}
	}
}

func checkTelescopes(t *testing.T, name string, path timeline.Path, from, to int64) {
	t.Helper()
	at := from
	for _, p := range path {
		if p.From != at || p.To <= p.From {
			t.Fatalf("%s: piece %d-%d does not follow on %d", name, p.From, p.To, at)
		}
		at = p.To
	}
	if at != to {
		t.Errorf("%s: path ends at %d, want %d", name, at, to)
	}
}

func TestGoroutinesOfRecorded(t *testing.T) {
	for name, data := range recorded(t) {
		line, err := Decode(bytes.NewReader(data), nil)
		if err != nil {
			t.Fatal(err)
		}
		if g := line.Goroutines[1]; g == nil || g.Runtime || g.Entry != "runtime.main" {
			t.Errorf("%s: main goroutine is %+v", name, g)
		}
		for id, g := range line.Goroutines {
			if !g.Runtime && id != 1 && !ofProgram(g.Entry) {
				t.Errorf("%s: goroutine %d with entry %q is not marked as the runtime's", name, id, g.Entry)
			}
		}
	}
}

func ofProgram(entry string) bool {
	for _, p := range []string{"main.", "context.", "iter.", "os.", "os/exec."} {
		if strings.HasPrefix(entry, p) {
			return true
		}
	}
	return false
}

func TestAcceptsOfRecorded(t *testing.T) {
	for name, data := range recorded(t) {
		line, err := Decode(bytes.NewReader(data), nil)
		if err != nil {
			t.Fatal(err)
		}
		g, at, stack, ok := line.FirstAccept()
		if want := strings.HasPrefix(name, "accept"); ok != want {
			t.Errorf("%s: FirstAccept ok = %v, want %v", name, ok, want)
		} else if !want {
			continue
		}
		if listens := line.Listens(); g != 1 || !stack.Has("main.accept") || len(listens) == 0 || listens[0].At >= at {
			t.Errorf("%s: FirstAccept = %d, %d; listens %v, want them before by goroutine 1", name, g, at, listens)
		}
	}
}

func TestDecodeDamaged(t *testing.T) {
	whole := recorded(t)["channel-go1.26.0"]
	old := append([]byte("go 1.21 trace\x00\x00\x00"), whole[16:]...)
	tests := []struct {
		name, data, want string
	}{
		{"empty", "", "reading trace header: EOF"},
		{"something else", "#!/bin/sh\necho no trace at all\n", "reading trace header: not a Go execution trace"},
		{"too old", string(old), "trace format of go1.21: needs go1.22 or newer"},
		{"header only", string(whole[:16]), "reading trace: it ends before the first event"},
		{"cut in the first generation", string(whole[:len(whole)/2]), "reading trace: "},
	}
	for _, tt := range tests {
		line, err := Decode(strings.NewReader(tt.data), nil)
		if err == nil || !strings.HasPrefix(err.Error(), tt.want) || line != nil {
			t.Errorf("%s: Decode = %v, %v; want error %q", tt.name, line, err, tt.want)
		}
	}
}

// What follows a generation does not matter for it.
func TestDecodeKeepsWhatCameBeforeTheDamage(t *testing.T) {
	for _, version := range []string{"go1.22.12", "go1.24.11", "go1.26.0", "go1.27.0"} {
		whole := recorded(t)["generations-"+version]
		all, err := Decode(bytes.NewReader(whole), nil)
		if err != nil {
			t.Fatal(err)
		}
		ends := generationEnds(t, whole)
		if len(ends) < 3 {
			t.Fatalf("%s: %d generations, want at least 3", version, len(ends))
		}
		damaged := map[string][]byte{
			"junk":     append(slices.Clone(whole[:ends[0]]), 1, 2, 0x80),
			"no batch": append(slices.Clone(whole[:ends[0]]), 77),
			"cut":      whole[:(ends[0]+ends[1])/2],
			"no event": withUnknownEvent(t, whole, ends[0]),
		}
		for name, data := range damaged {
			line, err := Decode(bytes.NewReader(data), nil)
			if err != nil {
				t.Fatalf("%s, %s: %v", version, name, err)
			}
			if len(line.Warnings) != 1 || !strings.HasPrefix(line.Warnings[0], "the trace ends early: ") {
				t.Errorf("%s, %s: warnings %q, want one that the trace ends early", version, name, line.Warnings)
			}
			if line.End >= all.End || line.End < all.Start+5e8 {
				t.Errorf("%s, %s: %d ns, of %d in all", version, name, line.End-line.Start, all.End-all.Start)
			}
			agreeUntil(t, line, all)
		}
	}
}

// agreeUntil wants line to be the beginning of all.
func agreeUntil(t *testing.T, line, all *timeline.Timeline) {
	t.Helper()
	for id, g := range line.Goroutines {
		got, want := g.Spans(), all.Goroutines[id].Spans()
		for i := range got {
			x, y := &got[i], &want[i]
			if x.From != y.From || i < len(got)-1 && x.To != y.To || x.State != y.State || x.Waker != y.Waker {
				t.Fatalf("goroutine %d, span %d: %+v, want %+v", id, i, x, y)
			}
		}
	}
}

// generationEnds returns where the generations of a whole trace end.
func generationEnds(t *testing.T, data []byte) []int {
	t.Helper()
	version, err := versionOf(data)
	if err != nil {
		t.Fatal(err)
	}
	all, err := cutGenerations(data, version)
	if err != nil {
		t.Fatal(err)
	}
	var ends []int
	at := headerSize
	for _, g := range all {
		for _, b := range g.batches {
			at += len(b.raw)
		}
		if version >= marksGenerations {
			at++
		}
		ends = append(ends, at)
	}
	return ends
}

// withUnknownEvent returns the trace with the first event after the offset from replaced by one of
// a kind that there is not.
func withUnknownEvent(t *testing.T, data []byte, from int) []byte {
	t.Helper()
	data = slices.Clone(data)
	for at := from; at < len(data); {
		b, end, err := cutBatch(data, at)
		if err != nil {
			t.Fatal(err)
		}
		if b.kind == evBatch && len(b.data) > 0 && kinds[b.data[0]].numbers > 0 {
			b.data[0] = 99
			return data
		}
		at = end
	}
	t.Fatal("no events")
	return nil
}

// A trace of a later version is read as long as it has nothing new.
func TestDecodeLaterVersion(t *testing.T) {
	data := slices.Clone(recorded(t)["channel-go1.27.0"])
	copy(data, "go 1.28 trace")
	if _, err := Decode(bytes.NewReader(data), nil); err != nil {
		t.Error(err)
	}
	_, err := Decode(bytes.NewReader(withUnknownEvent(t, data, headerSize)), nil)
	if want := "trace format of go1.28: this version reads up to go1.27"; err == nil || err.Error() != want {
		t.Errorf("Decode = %v, want %s", err, want)
	}
}

// An id tells nothing of how many there are: huge ones must not take much memory.
func TestDecodeHugeIDs(t *testing.T) {
	huge := binary.AppendUvarint(nil, 1<<60)
	events := slices.Concat([]byte{14, 1}, huge, []byte{0, 0}, []byte{16, 1}, huge, []byte{1}, []byte{20, 1, 0}, huge)
	frames := slices.Concat([]byte{evStack}, huge, []byte{1, 9}, huge, []byte{0, 7})
	names := slices.Concat([]byte{evString}, huge, []byte{3}, []byte("f.g"))
	var data []byte
	data = append(data, "go 1.22 trace\x00\x00\x00"...)
	for _, table := range [][]byte{
		binary.AppendUvarint([]byte{evFrequency}, 1e9), append([]byte{evStacks}, frames...),
		append([]byte{evStrings}, names...), events,
	} {
		data = append(data, evBatch, 1)
		data = append(data, huge...)
		data = append(data, 50, byte(len(table)))
		data = append(data, table...)
	}
	line, err := Decode(bytes.NewReader(data), nil)
	if err != nil || len(line.Warnings) > 0 {
		t.Fatalf("Decode: %v, %+v", err, line)
	}
	g := line.Goroutines[1<<60]
	if g == nil || len(g.Spans()) != 3 || !g.Spans()[2].Stack.Has("f.g") {
		t.Errorf("goroutine %+v, want one that waits in f.g", g)
	}
}
