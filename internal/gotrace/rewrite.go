package gotrace

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// Parts of the trace format that Rewrite has to know (internal/trace/tracev2 of the Go source tree).
const (
	headerSize        = 16
	evBatch           = 1
	evStrings         = 4
	evString          = 5
	evExperimental    = 49
	evEndOfGeneration = 52
	maxBatch          = 64 << 10 // bytes of data in a batch
	maxString         = 1 << 10  // bytes
)

// Rewrite copies a trace from r to w and passes each string of its tables (functions and files of
// stacks, names of regions and tasks) through f; a result of more than 1 KiB, the most the format
// allows, is not used. Everything else is copied as it is. What follows damage in the trace is copied
// unchanged and reported as an error; nothing is lost.
func Rewrite(w io.Writer, r io.Reader, f func(string) string) error {
	in, out := bufio.NewReader(r), bufio.NewWriter(w)
	_, err := io.CopyN(out, in, headerSize)
	for err == nil {
		err = rewriteBatch(out, in, f)
	}
	if err == io.EOF {
		err = nil
	}
	_, rest := io.Copy(out, in)
	return errors.Join(err, rest, out.Flush())
}

// rewriteBatch copies one batch. At the end of the trace it returns io.EOF.
func rewriteBatch(w *bufio.Writer, r *bufio.Reader, f func(string) string) error {
	b := batch{}
	err := b.read(r)
	if err == nil && len(b.data) > 0 && b.data[0] == evStrings && b.head[0] == evBatch {
		if done, ok := b.renamed(f); ok {
			_, err := w.Write(done)
			return err
		}
		err = fmt.Errorf("rewriting trace: damaged string table")
	}
	if _, werr := w.Write(b.raw); werr != nil {
		return werr
	}
	return err
}

// A batch is a header and data. raw is all of it as read.
type batch struct {
	raw  []byte
	head []byte // up to the size of the data
	data []byte
}

func (b *batch) read(r *bufio.Reader) error {
	kind, err := r.ReadByte()
	if err != nil {
		return err
	}
	b.raw = []byte{kind}
	fields := 3 // generation, thread, time
	switch kind {
	case evEndOfGeneration:
		b.head = b.raw
		return nil
	case evExperimental:
		fields++ // the experiment, a single byte
	case evBatch:
	default:
		return fmt.Errorf("rewriting trace: unexpected byte %d where a batch begins", kind)
	}
	for range fields {
		if _, err := b.uvarint(r); err != nil {
			return err
		}
	}
	headSize := len(b.raw)
	size, err := b.uvarint(r)
	if err == nil && size > maxBatch {
		err = fmt.Errorf("rewriting trace: batch of %d bytes", size)
	}
	if err != nil {
		return err
	}
	start := len(b.raw)
	b.raw = append(b.raw, make([]byte, size)...)
	n, err := io.ReadFull(r, b.raw[start:])
	b.raw = b.raw[:start+n]
	b.head, b.data = b.raw[:headSize:headSize], b.raw[start:]
	if err != nil {
		return fmt.Errorf("rewriting trace: %w", io.ErrUnexpectedEOF)
	}
	return nil
}

// uvarint reads a number and keeps its bytes in raw.
func (b *batch) uvarint(r *bufio.Reader) (uint64, error) {
	start := len(b.raw)
	for {
		c, err := r.ReadByte()
		if err != nil {
			return 0, fmt.Errorf("rewriting trace: %w", io.ErrUnexpectedEOF)
		}
		b.raw = append(b.raw, c)
		if c < 0x80 {
			break
		}
		if len(b.raw)-start > binary.MaxVarintLen64 {
			return 0, errors.New("rewriting trace: number too long")
		}
	}
	v, _ := binary.Uvarint(b.raw[start:])
	return v, nil
}

// renamed returns the batch with its strings passed through f, as several batches where they have
// outgrown one. It reports false if the table is damaged.
func (b *batch) renamed(f func(string) string) ([]byte, bool) {
	var out bytes.Buffer
	changed := false
	table := []byte{evStrings}
	flush := func() {
		out.Write(b.head)
		out.Write(binary.AppendUvarint(nil, uint64(len(table))))
		out.Write(table)
		table = []byte{evStrings}
	}
	for rest := b.data[1:]; len(rest) > 0; {
		id, s, after, ok := cutString(rest)
		if !ok {
			return nil, false
		}
		rest = after
		entry := binary.AppendUvarint([]byte{evString}, id)
		name := f(s)
		if len(name) > maxString {
			name = s
		}
		changed = changed || name != s
		entry = binary.AppendUvarint(entry, uint64(len(name)))
		entry = append(entry, name...)
		if len(table)+len(entry) > maxBatch {
			flush()
		}
		table = append(table, entry...)
	}
	if !changed {
		return b.raw, true // the runtime pads its numbers: only this is the same
	}
	flush()
	return out.Bytes(), true
}

// cutString takes one entry off a string table.
func cutString(b []byte) (id uint64, s string, rest []byte, ok bool) {
	if b[0] != evString {
		return 0, "", nil, false
	}
	b = b[1:]
	id, n := binary.Uvarint(b)
	if n <= 0 {
		return 0, "", nil, false
	}
	b = b[n:]
	size, n := binary.Uvarint(b)
	if n <= 0 || size > uint64(len(b)-n) {
		return 0, "", nil, false
	}
	b = b[n:]
	return id, string(b[:size]), b[size:], true
}
