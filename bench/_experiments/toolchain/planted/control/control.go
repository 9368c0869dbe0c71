// Package control clears an array, which the compiler does through a vector register on amd64:
// the search that finds none in the loops must find one here.
package control

func clear(p *[64]byte) { *p = [64]byte{} }
