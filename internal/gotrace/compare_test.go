package gotrace

import (
	"bytes"
	"cmp"
	"flag"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/cupelgo/cupel/internal/timeline"
)

var more = flag.String("traces", "", "more traces to compare with x/exp/trace: a `pattern` of files")

// near is how far two readings of the same instant may be apart, in nanoseconds: x/exp/trace makes
// the times of all events different, a timeline only those of one goroutine or thread.
const near = 1000

// The timeline is the same as that made of what the Go team's reader gives.
func TestDecodeAgreesWithReference(t *testing.T) {
	for _, pattern := range []string{"testdata/*.trace", "../../startup/testdata/recorded/*/trace.out", *more} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			t.Run(file, func(t *testing.T) { agrees(t, file) })
		}
	}
}

func agrees(t *testing.T, file string) {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want, wantErr := readReference(data)
	got, err := Decode(bytes.NewReader(data), nil)
	if err != nil {
		t.Fatalf("Decode: %v; the reference has %v", err, wantErr)
	}
	if (wantErr != nil) != (len(got.Warnings) > 0) {
		t.Errorf("warnings %q, the reference has %v", got.Warnings, wantErr)
	}
	if !nearby(got.Start, want.Start) || !nearby(got.End, want.End) {
		t.Errorf("from %d to %d, want %d to %d", got.Start, got.End, want.Start, want.End)
	}
	g, w := slices.Sorted(maps.Keys(got.Goroutines)), slices.Sorted(maps.Keys(want.Goroutines))
	if !slices.Equal(g, w) {
		t.Fatalf("goroutines %d, want %d", g, w)
	}
	a := newAgreement(got, want)
	a.goroutines(t, got, want)
	a.ranges(t, got.Ranges, want.Ranges)
	a.samples(t, got.Samples, want.Samples)
	a.paths(t, got, want)
	a.threads(t, data)
}

func nearby(x, y int64) bool { return x-y <= near && y-x <= near }

// lateAt reports whether x/exp/trace is late at that instant.
func (a agreement) lateAt(at int64) bool {
	return slices.ContainsFunc(a.late, func(late [2]int64) bool { return late[0] <= at && at <= late[1] })
}

func (a agreement) goroutines(t *testing.T, got, want *timeline.Timeline) {
	t.Helper()
	for id := range want.Goroutines {
		a.goroutine(t, got.Goroutines[id], want.Goroutines[id])
	}
}

func (a agreement) goroutine(t *testing.T, g, w *timeline.Goroutine) {
	t.Helper()
	if g.Creator != w.Creator || g.Entry != w.Entry || g.Runtime != w.Runtime ||
		(g.Created == 0) != (w.Created == 0) || !a.times(g.Created, w.Created) || !g.CreatedAt.Equal(w.CreatedAt) {
		t.Errorf("goroutine %+v, want %+v", g, w)
	}
	got, want := g.Spans(), w.Spans()
	for i := range min(len(got), len(want)) {
		x, y := &got[i], &want[i]
		if !a.times(x.From, y.From) || !a.times(x.To, y.To) || x.State != y.State || x.Reason != y.Reason ||
			x.Waker != y.Waker || !x.Stack.Equal(y.Stack) || !x.WakeStack.Equal(y.WakeStack) {
			t.Fatalf("goroutine %d, span %d: %+v, want %+v", g.ID, i, x, y)
		}
		if x.To <= x.From {
			t.Fatalf("goroutine %d, span %d: %+v is empty", g.ID, i, x)
		}
	}
	if len(got) != len(want) {
		t.Errorf("goroutine %d: %d spans, want %d", g.ID, len(got), len(want))
	}
}

// An agreement knows where x/exp/trace is late: it puts the end of a system call that blocked after
// the event that took the processor away, which may carry a later time, and all events that it comes
// to in between after that.
type agreement struct {
	late [][2]int64 // from when the system call ended to when x/exp/trace says so
}

func newAgreement(got, want *timeline.Timeline) agreement {
	var a agreement
	for id, w := range want.Goroutines {
		theirs, ours := w.Spans(), got.Goroutines[id].Spans()
		for i := range min(len(theirs), len(ours)) - 1 {
			x, y := ours[i].To, theirs[i].To
			if theirs[i].State == timeline.Syscall && theirs[i+1].State == timeline.Runnable && x < y {
				a.late = append(a.late, [2]int64{x, y + near})
			}
		}
	}
	return a
}

// times reports whether the instant got is the same as want.
func (a agreement) times(got, want int64) bool {
	return nearby(got, want) || slices.ContainsFunc(a.late, func(late [2]int64) bool {
		return late[0] <= got && got <= want && want <= late[1]
	})
}

func (a agreement) ranges(t *testing.T, got, want []timeline.Range) {
	t.Helper()
	order := func(x, y timeline.Range) int {
		return cmp.Or(cmp.Compare(x.Name, y.Name), cmp.Compare(x.G, y.G), cmp.Compare(x.From, y.From))
	}
	got, want = slices.SortedFunc(slices.Values(got), order), slices.SortedFunc(slices.Values(want), order)
	if !slices.EqualFunc(got, want, func(x, y timeline.Range) bool {
		return x.Name == y.Name && x.G == y.G && a.times(x.From, y.From) && a.times(x.To, y.To) &&
			x.Stack.Equal(y.Stack)
	}) {
		t.Errorf("%d ranges, want %d others:\n%v\n%v", len(got), len(want), got, want)
	}
}

func (a agreement) samples(t *testing.T, got, want []timeline.Sample) {
	t.Helper()
	order := func(x, y timeline.Sample) int {
		return cmp.Or(cmp.Compare(x.G, y.G), cmp.Compare(x.Time, y.Time))
	}
	got, want = slices.SortedFunc(slices.Values(got), order), slices.SortedFunc(slices.Values(want), order)
	if !slices.EqualFunc(got, want, func(x, y timeline.Sample) bool {
		return x.G == y.G && a.times(x.Time, y.Time) && x.Stack.Equal(y.Stack)
	}) {
		t.Errorf("%d samples, want %d others", len(got), len(want))
	}
}

// paths compares what the paths from the end of the main goroutine, and of some others from the
// middle of the trace, add up to.
func (a agreement) paths(t *testing.T, got, want *timeline.Timeline) {
	t.Helper()
	late := 0.0
	for _, l := range a.late {
		late += float64(l[1] - l[0])
	}
	every := int64(len(want.Goroutines)/50 + 1)
	for id := range want.Goroutines {
		to := (want.Start + want.End) / 2
		if id != mainGoroutine && id%every != 0 {
			continue
		}
		if id == mainGoroutine {
			to = want.End
		}
		g, w := sums(got.Walk(id, want.Start, to)), sums(want.Walk(id, want.Start, to))
		for _, key := range slices.Concat(slices.Collect(maps.Keys(g)), slices.Collect(maps.Keys(w))) {
			if math.Abs(float64(g[key]-w[key])) > 0.001*float64(to-want.Start)+late {
				t.Errorf("path of goroutine %d: %d ns %v, want %d", id, g[key], key, w[key])
			}
		}
	}
}

// threads compares who ran where: in the middle of what the events say of a thread.
func (a agreement) threads(t *testing.T, data []byte) {
	t.Helper()
	type ran struct{ thread, at, got, want int64 }
	var asked []*ran
	var q timeline.Inquiry
	for thread, all := range referenceThreads(data) {
		for _, s := range all {
			at := (s.From + s.To) / 2
			if s.To-s.From > 4*near && !a.lateAt(at) {
				r := &ran{thread: thread, at: at, want: s.G}
				q.Ask(thread, at, &r.got)
				asked = append(asked, r)
			}
		}
	}
	if _, err := Decode(bytes.NewReader(data), &q); err != nil {
		t.Fatal(err)
	}
	for _, r := range asked {
		if r.got != r.want {
			t.Fatalf("thread %d at %d: goroutine %d, want %d", r.thread, r.at, r.got, r.want)
		}
	}
}

type sumKey struct {
	state  timeline.State
	reason string
	kind   timeline.Kind
}

func sums(path timeline.Path) map[sumKey]int64 {
	all := map[sumKey]int64{}
	for i := range path {
		p := &path[i]
		all[sumKey{p.State, p.Reason, p.Kind}] += p.Duration()
	}
	return all
}
