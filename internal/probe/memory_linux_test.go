package probe

import (
	"encoding/binary"
	"math"
	"testing"
)

// Registers may hold anything: no address leads out of what was read.
func TestWindow(t *testing.T) {
	const begin, size = 0x1000, 64
	w := &Watch{}
	for i := range size / 8 {
		binary.LittleEndian.PutUint64(w.memory[8*i:], uint64(i+1))
	}
	for _, tt := range []struct {
		name string
		addr uint64
		read bool // it lies outside, and is asked for
		want uint64
	}{
		{"first", begin, false, 1},
		{"last", begin + size - 8, false, 8},
		{"half outside", begin + size - 7, true, 0},
		{"before", begin - 1, true, 0},
		{"null", 0, true, 0},
		{"at the end of all memory", math.MaxUint64 - 3, true, 0},
		{"last word of all memory", math.MaxUint64 - 7, true, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			asked := false
			m := window{begin: begin, size: size, memory: w.memory[:], read: func([]byte, uint64) int { asked = true; return -1 }}
			if got := m.word(tt.addr); got != tt.want || asked != tt.read {
				t.Errorf("word(%#x) = %d, asked %t, want %d, %t", tt.addr, got, asked, tt.want, tt.read)
			}
		})
	}
}
