package gobin

// value returns what the table of values at the offset in t.values says for the address, -1 if
// nothing. Such a table is pairs of differences, of value and of address (runtime.step).
func (fn function) value(table uint32, pc uint64) int32 {
	if table == 0 {
		return -1
	}
	c := cursor{img: fn.t.img, off: fn.t.values + uint64(table), end: fn.t.funcs}
	value, at := int32(-1), fn.entry
	for first := true; ; first = false {
		delta, ok := c.varint()
		if !ok || delta == 0 && !first {
			return -1
		}
		length, ok := c.varint()
		if !ok {
			return -1
		}
		value += int32(-(delta & 1) ^ delta>>1)
		at += uint64(length) * fn.t.quantum
		if pc < at {
			return value
		}
	}
}

// cursor reads bytes one after the other.
type cursor struct {
	img      *image
	off, end uint64
	rest     []byte // read ahead of off
}

// varint reads a number of at most 32 bits, seven to a byte, the lowest first.
func (c *cursor) varint() (v uint32, ok bool) {
	for shift := 0; shift < 35; shift += 7 {
		if len(c.rest) == 0 && !c.more() {
			return 0, false
		}
		b := c.rest[0]
		c.rest = c.rest[1:]
		v |= uint32(b&0x7f) << shift
		if b < 0x80 {
			return v, true
		}
	}
	return 0, false
}

func (c *cursor) more() bool {
	if c.off >= c.end {
		return false
	}
	c.rest = c.img.from(c.off)
	c.rest = c.rest[:min(uint64(len(c.rest)), c.end-c.off)]
	c.off += uint64(len(c.rest))
	return len(c.rest) > 0
}
