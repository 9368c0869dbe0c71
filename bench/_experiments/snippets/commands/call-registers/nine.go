// Package nine calls a function of nine numbers, to show in which registers they are passed.
package nine

//go:noinline
func callee(a, b, c, d, e, f, g, h, i int) int { return a - b + c - d + e - f + g - h + i }

func caller() int { return callee(101, 102, 103, 104, 105, 106, 107, 108, 109) }
