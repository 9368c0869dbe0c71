package startup

import "testing"

// TestCountSyncs: a call that is cut into pieces counts once, and what waits for a processor behind it
// does not count.
func TestCountSyncs(t *testing.T) {
	st := stackOf("syscall.Fsync", "os.(*File).Sync", "main.flush")
	piece := func(from, to int64, class class) *slice {
		return &slice{From: from, To: to, Class: class, Stack: st}
	}
	for _, c := range []struct {
		name string
		all  []*slice
		want string
	}{
		{"one", []*slice{piece(0, 10, classFile)}, "1 fsync"},
		{"two", []*slice{piece(0, 10, classFile), piece(12, 20, classFile)}, "2 fsyncs"},
		{"one in two pieces", []*slice{piece(0, 10, classFile), piece(10, 20, classFile)}, "1 fsync"},
		{"with a delay behind it", []*slice{piece(0, 10, classFile), piece(10, 11, classSched)}, "1 fsync"},
		{"among writes", []*slice{piece(0, 10, classFile),
			{From: 11, To: 12, Class: classFile, Stack: stackOf("syscall.write", "os.(*File).Write")}}, "1 fsync"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := countSyncs(c.all); got != c.want {
				t.Errorf("countSyncs = %q, want %q", got, c.want)
			}
		})
	}
}
