// Package registers holds one call with more arguments than any architecture has registers for.
package registers

//go:noinline
func sum(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t int) int {
	return a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p + q + r + s + t
}

// The arguments are numbers that are found again in the disassembly: 1000 is the first.
func call() int {
	return sum(1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008, 1009,
		1010, 1011, 1012, 1013, 1014, 1015, 1016, 1017, 1018, 1019)
}
