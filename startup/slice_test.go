package startup

import (
	"testing"
	"unsafe"
)

// TestSliceIsSmall: a path may have many thousands of slices. They are copied when it grows and walked over a dozen times: at 184 bytes,
// with texts to compare, an analysis took longer.
func TestSliceIsSmall(t *testing.T) {
	if size := unsafe.Sizeof(slice{}); size > 120 {
		t.Errorf("a slice has %d bytes, want 120 at most", size)
	}
}

// TestClassNames: a class has a name of its own, by which it is found again.
func TestClassNames(t *testing.T) {
	for c := range class(len(classNames)) {
		if got := classNamed(c.String()); got != c {
			t.Errorf("classNamed(%q) = %q", c, got)
		}
	}
	if got := classNamed("other"); got != classNone {
		t.Errorf("classNamed of an unknown name = %q, want none", got)
	}
}
