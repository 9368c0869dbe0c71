package startup

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/internal/agent"
	"github.com/cupelgo/cupel/internal/timeline"
)

// A sample of another run, in which the init functions took longer, comes to the same part of the same one.
func TestLend(t *testing.T) {
	inits := []agent.Init{{Start: 1000, End: 2000, Symbol: "a.init"}, {Start: 2100, End: 4100, Symbol: "b.init"}}
	stack := timeline.NewStack(timeline.Frame{Func: "b.init", File: "farm/b.go", Line: 7})
	line := &timeline.Timeline{Samples: []timeline.Sample{
		{Time: 900, G: 1, Stack: stack},  // before all of them
		{Time: 2050, G: 1, Stack: stack}, // between two
		{Time: 2600, G: 2, Stack: stack}, // of another goroutine
		{Time: 2600, G: 1, Stack: stack},
		{Time: 5000, G: 1, Stack: stack}, // after them
	}}
	all := lend(line, inits, func(string) string { return "b.go" })
	if len(all) != 1 || all[0].Init != 1 || all[0].Symbol != "b.init" || all[0].Part != 0.25 || all[0].Stack[0].File != "b.go" {
		t.Fatalf("lent %+v, want one at a quarter of b.init", all)
	}
	all = append(all, lent{Init: 0, Symbol: "other.init"}, lent{Init: 9, Symbol: "b.init"}) // of another build
	o := &observation{marks: &agent.Marks{Inits: []agent.Init{
		{Start: 10, End: 20, Symbol: "a.init"}, {Start: 100, End: 500, Symbol: "b.init"}}}}
	o.borrow(all)
	own := timeline.Sample{Time: 300, G: 1, Stack: stack}
	var times []int64
	for _, s := range o.withLent(&timeline.Piece{G: 1, Samples: []timeline.Sample{own}}, 100, 500) {
		times = append(times, s.Time)
	}
	if diff := cmp.Diff([]int64{200, 300}, times); diff != "" {
		t.Errorf("samples (-want +got)\n%s", diff)
	}
}

// TestReadLent: a run that the kernel sampled needs no samples of others, whatever lies beside it.
func TestReadLent(t *testing.T) {
	damaged := fstest.MapFS{fileLent: {Data: []byte("[{")}}
	if all, err := readLent(damaged, nil); err == nil {
		t.Errorf("of a damaged file: %v", all)
	}
	if all, err := readLent(damaged, &samples{}); all != nil || err != nil {
		t.Errorf("beside samples: %v, %v", all, err)
	}
	if all, err := readLent(fstest.MapFS{}, nil); all != nil || err != nil {
		t.Errorf("without such a file: %v, %v", all, err)
	}
}
