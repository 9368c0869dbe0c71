package gotrace

import (
	"encoding/binary"
	"math/bits"
)

// cursor reads numbers off data. Where they are cut short or too long it is bad from then on, at
// the end of the data, and gives zeros.
type cursor struct {
	data []byte
	at   int
	bad  bool
}

func (c *cursor) more() bool { return c.at < len(c.data) }

// byte reads one byte.
func (c *cursor) byte() byte {
	if !c.more() {
		c.bad = true
		return 0
	}
	c.at++
	return c.data[c.at-1]
}

// number reads an unsigned varint. Most are of one byte.
func (c *cursor) number() uint64 {
	if i := c.at; uint(i) < uint(len(c.data)) && c.data[i] < 0x80 {
		c.at = i + 1
		return uint64(c.data[i])
	}
	return c.longNumber()
}

func (c *cursor) longNumber() uint64 {
	v, n := binary.Uvarint(c.data[c.at:])
	if n <= 0 {
		c.at, c.bad = len(c.data), true
		return 0
	}
	c.at += n
	return v
}

// skip passes over n numbers, which end at the bytes whose highest bit is not set.
func (c *cursor) skip(n int) {
	for n >= 8 && len(c.data)-c.at >= 8 {
		n -= bits.OnesCount64(^binary.LittleEndian.Uint64(c.data[c.at:]) & 0x8080808080808080)
		c.at += 8
	}
	for n > 0 && c.more() {
		if c.data[c.at] < 0x80 {
			n--
		}
		c.at++
	}
	c.bad = c.bad || n > 0
}
