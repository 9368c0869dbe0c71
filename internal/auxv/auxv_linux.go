package auxv

import (
	"encoding/binary"
	"fmt"
	"os"
)

// Keys of entries.
const (
	Entry  = 9  // AT_ENTRY: the address of the executable's first instruction
	Secure = 23 // AT_SECURE: 1 if the executable gave the process privileges that its user has not
	Random = 25 // AT_RANDOM: that of 16 random bytes on the new stack
)

// Word is the size of a word of this system's own programs, in bytes.
const Word = 8

// Of returns an entry of a process whose words have that many bytes, 4 or 8. Errors: those of os.ReadFile, and
// that there is no such entry, as while an exec is not complete.
func Of(pid, word int, key uint64) (uint64, error) {
	vector, err := os.ReadFile(fmt.Sprintf("/proc/%d/auxv", pid))
	if err != nil {
		return 0, err
	}
	value, ok := find(vector, word, key)
	if !ok {
		return 0, fmt.Errorf("reading /proc/%d/auxv: no entry %d", pid, key)
	}
	return value, nil
}

// find looks for an entry in a vector, which is pairs of words.
func find(vector []byte, word int, key uint64) (uint64, bool) {
	number := binary.NativeEndian.Uint64
	if word == 4 {
		number = func(b []byte) uint64 { return uint64(binary.NativeEndian.Uint32(b)) }
	}
	for ; len(vector) >= 2*word; vector = vector[2*word:] {
		if number(vector) == key {
			return number(vector[word:]), true
		}
	}
	return 0, false
}
