package gotrace

import (
	"errors"
	"io"
)

// annotations are the events in which the program itself puts strings into a trace, by their byte: the
// places of the strings among the numbers, the time not counted.
var annotations = map[byte][]int{
	40: {2},    // UserTaskBegin: its type
	42: {1},    // UserRegionBegin: its type
	43: {1},    // UserRegionEnd
	44: {1, 2}, // UserLog: category and message
}

// Annotations returns the strings that the program itself put into a trace: types of tasks and
// regions, categories and messages of logs. On an error it returns those that come before it.
func Annotations(r io.Reader) (map[string]bool, error) {
	found := map[string]bool{}
	trace, err := readAll(r)
	if err != nil {
		return found, err
	}
	version, err := versionOf(trace)
	if err != nil {
		return found, err
	}
	generations, damage := cutGenerations(trace, version)
	d := newDecoder(len(trace), nil)
	for _, g := range generations {
		if err := d.readTables(g); err != nil {
			return found, err
		}
		for i := range g.batches {
			if err := g.annotations(&g.batches[i], found); err != nil {
				return found, err
			}
		}
	}
	return found, damage
}

// annotations adds the annotations of a batch.
func (g *generation) annotations(b *batch, found map[string]bool) error {
	if b.kind != evBatch || b.holds(evSamples) || b.holds(evStrings) || b.holds(evStacks) ||
		b.holds(evFrequency) || b.holds(evSync) {
		return nil
	}
	for c := (cursor{data: b.data}); c.more(); {
		kind := c.byte()
		n := kinds[kind].numbers
		if n == 0 {
			return errors.New("an event of an unknown kind")
		}
		var numbers [maxNumbers]uint64
		for i := range n {
			numbers[i] = c.number()
		}
		if c.bad {
			return io.ErrUnexpectedEOF
		}
		for _, i := range annotations[kind] {
			found[g.strings.get(numbers[i+1])] = true
		}
	}
	return nil
}
