// Package loop holds the loops that a compiler which vectorises would turn into vector instructions.
// They are loops over integers, so that no vector register is used for a floating-point number.
package loop

func add(c, a, b []int32) {
	a, b = a[:len(c)], b[:len(c)]
	for i := range c {
		c[i] = a[i] + b[i]
	}
}

func sum(a []int64) (s int64) {
	for _, x := range a {
		s += x
	}
	return s
}
