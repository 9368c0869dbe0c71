// Package zones knows the delivery zone of an address.
package zones

var table map[uint64]uint32

func init() {
	table = make(map[uint64]uint32)
	for i := range uint64(1000) {
		table[i*i] = uint32(i)
	}
}

// Zone returns the zone of the address with the given hash, 0 if there is none.
func Zone(hash uint64) uint32 { return table[hash] }
