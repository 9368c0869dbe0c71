package startup

import "testing"

// TestCountSyncs: a call that is cut into pieces counts once, and what waits for a processor behind it
// does not count.
func TestCountSyncs(t *testing.T) {
	st := stackOf("syscall.Fsync", "os.(*File).Sync", "main.flush")
	piece := func(from, to int64, class string) *slice {
		return &slice{From: from, To: to, Class: class, Stack: st}
	}
	for _, c := range []struct {
		name string
		all  []*slice
		want string
	}{
		{"one", []*slice{piece(0, 10, "file")}, "1 fsync"},
		{"two", []*slice{piece(0, 10, "file"), piece(12, 20, "file")}, "2 fsyncs"},
		{"one in two pieces", []*slice{piece(0, 10, "file"), piece(10, 20, "file")}, "1 fsync"},
		{"with a delay behind it", []*slice{piece(0, 10, "file"), piece(10, 11, "sched")}, "1 fsync"},
		{"among writes", []*slice{piece(0, 10, "file"),
			{From: 11, To: 12, Class: "file", Stack: stackOf("syscall.write", "os.(*File).Write")}}, "1 fsync"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := countSyncs(c.all); got != c.want {
				t.Errorf("countSyncs = %q, want %q", got, c.want)
			}
		})
	}
}
