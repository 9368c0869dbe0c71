package gotrace

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/internal/timeline"
)

var update = flag.Bool("update", false, "rewrite the golden files")

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

// golden is the path of a recorded trace: the time spent in each way, and its longer pieces.
type golden struct {
	Pieces int
	Total  map[string]int64 // nanoseconds by state and kind
	Long   []piece          // those of at least 2 % of the path
}

func summary(t *timeline.Timeline) golden {
	path := t.Walk(1, t.Start, t.End)
	g := golden{Pieces: len(path), Total: map[string]int64{}}
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
			line, err := Decode(bytes.NewReader(data))
			if err != nil || len(line.Warnings) > 0 {
				t.Fatalf("Decode: %v, warnings %q", err, line.Warnings)
			}
			got, err := json.MarshalIndent(summary(line), "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			compareGolden(t, filepath.Join("testdata", name+".json"), append(got, '\n'))
		})
	}
}

func compareGolden(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s: (-want +got)\n%s", file, diff)
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
		line, err := Decode(bytes.NewReader(data))
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
		line, err := Decode(bytes.NewReader(data))
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
		line, err := Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if g := line.Goroutines[1]; g == nil || g.Runtime || g.Entry != "runtime.main" {
			t.Errorf("%s: main goroutine is %+v", name, g)
		}
		for id, g := range line.Goroutines {
			if !g.Runtime && id != 1 && !strings.HasPrefix(g.Entry, "main.") && !strings.HasPrefix(g.Entry, "context.") {
				t.Errorf("%s: goroutine %d with entry %q is not marked as the runtime's", name, id, g.Entry)
			}
		}
	}
}

func TestAcceptsOfRecorded(t *testing.T) {
	for name, data := range recorded(t) {
		line, err := Decode(bytes.NewReader(data))
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
		line, err := Decode(strings.NewReader(tt.data))
		if err == nil || !strings.HasPrefix(err.Error(), tt.want) || line != nil {
			t.Errorf("%s: Decode = %v, %v; want error %q", tt.name, line, err, tt.want)
		}
	}
}

// A trace cut after its first generation tells of that one.
func TestDecodeKeepsWhatCameBeforeTheDamage(t *testing.T) {
	whole := recorded(t)["channel-go1.22.12"]
	line, err := Decode(bytes.NewReader(append(slices.Clip(whole), 1, 2, 0x80)))
	if err != nil {
		t.Fatal(err)
	}
	if len(line.Warnings) != 1 || !strings.HasPrefix(line.Warnings[0], "the trace ends early: ") {
		t.Errorf("warnings %q, want one that the trace ends early", line.Warnings)
	}
	if len(line.Walk(1, line.Start, line.End)) < 5 {
		t.Errorf("the path of what came before is lost")
	}
}
