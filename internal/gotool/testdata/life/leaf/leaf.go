// Package leaf imports nothing, so nothing keeps its init from running first.
package leaf

var Table = fill()

func fill() (t [256]byte) {
	for i := range t {
		t[i] = byte(i * 7)
	}
	return t
}

func init() { Table[0]++ }

func init() { Table[1]++ }
