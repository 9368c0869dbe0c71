package auxv

import (
	"encoding/binary"
	"os"
	"testing"
)

func TestFind(t *testing.T) {
	word64 := binary.NativeEndian.AppendUint64
	word32 := binary.NativeEndian.AppendUint32
	long := word64(word64(word64(word64(nil, 3), 0x40), Entry), 0x555555560000)
	short := word32(word32(word32(word32(nil, 3), 0x34), Entry), 0x8049000)
	for _, tt := range []struct {
		name   string
		vector []byte
		word   int
		want   uint64
		ok     bool
	}{
		{"64 bits", long, 8, 0x555555560000, true},
		{"32 bits", short, 4, 0x8049000, true},
		{"none", long[:16], 8, 0, false},
		{"cut", long[:31], 8, 0, false},
		{"empty", nil, 8, 0, false},
	} {
		if got, ok := find(tt.vector, tt.word, Entry); got != tt.want || ok != tt.ok {
			t.Errorf("%s: find = %#x, %t, want %#x, %t", tt.name, got, ok, tt.want, tt.ok)
		}
	}
}

// TestOf asks of this very process.
func TestOf(t *testing.T) {
	for _, key := range []uint64{Entry, Random} {
		if at, err := Of(os.Getpid(), Word, key); err != nil || at == 0 {
			t.Errorf("Of(%d) = %#x, %v", key, at, err)
		}
	}
	if at, err := Of(os.Getpid(), Word, 1<<40); err == nil {
		t.Errorf("an entry that there is not: %#x", at)
	}
}
