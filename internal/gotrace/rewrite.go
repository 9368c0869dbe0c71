package gotrace

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// Rewrite copies a trace from r to w and passes each string of its tables (functions and files of
// stacks, names of regions and tasks) through f; a result of more than 1 KiB, the most the format
// allows, is not used. Everything else is copied as it is. What follows damage in the trace is copied
// unchanged and reported as an error; nothing is lost.
func Rewrite(w io.Writer, r io.Reader, f func(string) string) error {
	trace, readErr := readAll(r)
	out := bufio.NewWriter(w)
	at, err := min(headerSize, len(trace)), error(nil)
	out.Write(trace[:at])
	for err == nil && at < len(trace) {
		at, err = rewriteBatch(out, trace, at, f)
	}
	if err != nil {
		err = fmt.Errorf("rewriting trace: %w", err)
	}
	out.Write(trace[at:])
	return errors.Join(readErr, err, out.Flush())
}

// rewriteBatch writes the batch that begins at the offset at and returns where it ends. Of a damaged
// one it writes nothing.
func rewriteBatch(w io.Writer, trace []byte, at int, f func(string) string) (int, error) {
	b, end, err := cutBatch(trace, at)
	if err != nil {
		return at, err
	}
	out := b.raw
	if b.holds(evStrings) {
		done, ok := b.renamed(f)
		if !ok {
			return at, errTable
		}
		out = done
	}
	_, err = w.Write(out)
	return end, err
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
	for c := (cursor{data: b.data, at: 1}); c.more(); {
		id, from, to, ok := cutString(&c)
		if !ok {
			return nil, false
		}
		entry := binary.AppendUvarint([]byte{evString}, id)
		s := string(b.data[from:to])
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
