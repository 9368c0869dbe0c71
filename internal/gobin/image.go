package gobin

import (
	"bytes"
	"encoding/binary"
	"io"
	"iter"
	"sync/atomic"
)

// chunkSize is what one read of the file takes, in bytes. On the 60 MB of kubectl 256 KiB triple the
// time to the frames of a first address; 16 KiB save a tenth of that and cost all names as much.
const chunkSize = 64 << 10

// image is the bytes of a file. They are read in chunks when first asked for, and kept. (A mapping
// would kill the process with SIGBUS when somebody builds over the file meanwhile.) Beyond the end
// there is nothing, which is no error: damaged tables point there.
type image struct {
	r      io.ReaderAt
	size   uint64
	chunks []atomic.Pointer[[]byte]
	failed atomic.Bool // a part of the file could not be read
}

func newImage(r io.ReaderAt, size uint64) *image {
	return &image{r: r, size: size, chunks: make([]atomic.Pointer[[]byte], (size+chunkSize-1)/chunkSize)}
}

// from returns the bytes from off to the end of its chunk.
func (m *image) from(off uint64) []byte {
	i := off / chunkSize
	if i >= uint64(len(m.chunks)) {
		return nil
	}
	chunk := m.chunks[i].Load()
	if chunk == nil {
		chunk = m.load(i)
	}
	if at := off % chunkSize; at < uint64(len(*chunk)) {
		return (*chunk)[at:]
	}
	return nil
}

func (m *image) load(i uint64) *[]byte {
	buf := make([]byte, min(chunkSize, m.size-i*chunkSize))
	n, _ := m.r.ReadAt(buf, int64(i*chunkSize))
	if n < len(buf) {
		m.failed.Store(true)
	}
	buf = buf[:n]
	m.chunks[i].Store(&buf)
	return &buf
}

// read fills b with the bytes from off on and reports whether there were enough.
func (m *image) read(b []byte, off uint64) bool {
	for len(b) > 0 {
		n := copy(b, m.from(off))
		if n == 0 {
			return false
		}
		b, off = b[n:], off+uint64(n)
	}
	return true
}

// u32 returns the number at off, zero if there is none.
func (m *image) u32(off uint64) uint32 {
	if b := m.from(off); len(b) >= 4 {
		return binary.LittleEndian.Uint32(b)
	}
	var b [4]byte
	m.read(b[:], off)
	return binary.LittleEndian.Uint32(b[:])
}

// words returns n numbers of 64 bits, nil if there are not so many.
func (m *image) words(off uint64, n int) []uint64 {
	b := make([]byte, 8*n)
	if !m.read(b, off) {
		return nil
	}
	words := make([]uint64, n)
	for i := range words {
		words[i] = binary.LittleEndian.Uint64(b[8*i:])
	}
	return words
}

// maxString bounds a name or path, in bytes: damaged tables may lack the zero that ends it.
const maxString = chunkSize

// text returns the bytes from off to the next zero, nil if none comes before end. The caller must
// not change nor keep them.
func (m *image) text(off, end uint64) []byte {
	end = min(end, off+maxString)
	var long []byte
	for off < end {
		b := m.from(off)
		b = b[:min(uint64(len(b)), end-off)]
		if i := bytes.IndexByte(b, 0); i >= 0 {
			if long == nil {
				return b[:i]
			}
			return append(long, b[:i]...)
		}
		if len(b) == 0 {
			return nil
		}
		long = append(long, b...)
		off += uint64(len(b))
	}
	return nil
}

// find yields the offsets from off to end, in steps of 8, at which the pattern of at most 8 bytes
// stands. What it reads it does not keep.
func (m *image) find(off, end uint64, pattern []byte) iter.Seq[uint64] {
	return func(yield func(uint64) bool) {
		buf := make([]byte, min(1<<20, end-off))
		for ; off < end; off += uint64(len(buf)) {
			n, _ := m.r.ReadAt(buf[:min(uint64(len(buf)), end-off)], int64(off))
			for at := range aligned(buf[:n], pattern) {
				if !yield(off + uint64(at)) {
					return
				}
			}
		}
	}
}

// aligned yields the multiples of 8 at which pattern stands in b.
func aligned(b, pattern []byte) iter.Seq[int] {
	return func(yield func(int) bool) {
		for at := 0; at < len(b); {
			i := bytes.Index(b[at:], pattern)
			if i < 0 {
				return
			}
			at += i
			if at%8 == 0 && !yield(at) {
				return
			}
			at++
		}
	}
}
