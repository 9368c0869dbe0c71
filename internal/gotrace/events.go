package gotrace

import (
	"errors"
	"fmt"
	"slices"
	"sync/atomic"

	"github.com/cupelgo/cupel/internal/timeline"
)

// decoder takes in a trace: one generation after another, and of each one thread after another.
type decoder struct {
	start, last int64       // instants of the first event, and just after the last
	generation  *generation // that is being read
	index       uint16      // of the generation
	damage      error       // found by the handler of an event

	goroutineOf table[*goroutine] // by id
	goroutines  []*goroutine
	newOnes     []goroutine // memory for more goroutines
	newChanges  []change    // memory for more changes
	changesMade int         // how many there were memory for last
	threads     map[uint64]*thread

	stacks  []stack // the first is none
	reasons []string
	marks   []mark
	over    []span // ranges
	samples []sample
	inquiry *timeline.Inquiry // what threads ran; may be nil

	made []atomic.Pointer[timeline.Stack] // for stacks, as they are asked for
}

// event is an event of a thread, with its numbers but for the time.
type event struct {
	at      int64
	numbers [maxNumbers - 1]uint64
}

// sample is a CPU sample.
type sample struct {
	at    int64
	g     uint64
	stack uint32
}

// systemReason is the second of decoder.reasons. The first is that nothing is known, "", and stands
// for what has not been looked up yet in generation.reasons.
const systemReason = 1

// maxTime is the latest instant of a trace that is not damaged.
const maxTime = 1 << 62

// fewIDs is how many ids of goroutines are cheap to keep densely, however small the trace.
const fewIDs = 4096

func newDecoder(size int, inquiry *timeline.Inquiry) *decoder {
	return &decoder{
		inquiry:     inquiry,
		goroutineOf: table[*goroutine]{limit: max(fewIDs, uint64(size)/16)},
		threads:     map[uint64]*thread{},
		stacks:      make([]stack, 1),
		reasons:     []string{"", systemReason: "system goroutine wait"},
	}
}

// readAll takes in generations. If one is damaged it returns the index of that one and an error.
func (d *decoder) readAll(generations []*generation) (int, error) {
	for i, g := range generations {
		d.generation, d.index = g, uint16(min(i, 1<<16-1))
		if err := d.read(g); err != nil {
			return i, err
		}
	}
	d.last++
	for _, t := range d.threads {
		t.cut(d.last)
	}
	return len(generations), nil
}

func (d *decoder) read(g *generation) error {
	if err := d.readTables(g); err != nil {
		return err
	}
	if d.index == 0 {
		d.start = g.start()
		d.last = d.start
	}
	order, err := d.distribute(g)
	if err != nil {
		return err
	}
	for _, t := range order {
		for _, b := range t.batches {
			if err := d.readEvents(t, b); err != nil {
				return err
			}
		}
		t.batches = nil
	}
	return nil
}

// distribute gives the batches of a generation to the threads that wrote them, and returns these.
func (d *decoder) distribute(g *generation) ([]*thread, error) {
	for _, t := range d.threads {
		t.segment = segmentOf(0)
	}
	var order []*thread
	for i := range g.batches {
		b := &g.batches[i]
		switch {
		case b.holds(evSamples):
			if err := d.readSamples(g, b); err != nil {
				return nil, err
			}
		case b.holds(evStrings), b.holds(evStacks), b.holds(evFrequency), b.holds(evSync),
			b.kind != evBatch:
		default:
			t := d.thread(b.thread)
			if len(t.batches) == 0 {
				order = append(order, t)
			}
			t.batches = append(t.batches, b)
		}
	}
	return order, nil
}

// start returns when the generation begins.
func (g *generation) start() int64 {
	first := g.batches[0].time
	for i := range g.batches {
		first = min(first, g.batches[i].time)
	}
	return g.time(first)
}

// readEvents takes in the events of one batch. This is where decoding spends its time.
func (d *decoder) readEvents(t *thread, b *batch) error {
	c := cursor{data: b.data}
	now, tick := d.generation.time(b.time), d.generation.tick
	if now < 0 || now > maxTime {
		return errEvent
	}
	var ev event
	for c.at < len(c.data) {
		k := &kinds[c.data[c.at]]
		c.at++
		before := now
		now += int64(float64(c.number()) * tick)
		switch k.numbers {
		case 5:
			ev.numbers = [...]uint64{c.number(), c.number(), c.number(), c.number()}
		case 4:
			ev.numbers = [...]uint64{c.number(), c.number(), c.number(), 0}
		case 3:
			ev.numbers = [...]uint64{c.number(), c.number(), 0, 0}
		case 2:
			ev.numbers[0] = c.number()
		case 0:
			return fmt.Errorf("unknown event %d", b.data[c.at-1])
		}
		if now < before || now > maxTime || c.bad {
			return errEvent
		}
		if k.handle == nil {
			continue
		}
		ev.at = max(now, t.last+1)
		t.last = ev.at
		if k.handle(d, t, &ev); d.damage != nil {
			return d.damage
		}
	}
	d.last = max(d.last, now, t.last)
	return nil
}

var errEvent = errors.New("damaged event")

// fail notes that an event makes no sense.
func (d *decoder) fail(format string, args ...any) {
	if d.damage == nil {
		d.damage = fmt.Errorf(format, args...)
	}
}

// stack returns the index in decoder.stacks of a stack of the generation.
func (d *decoder) stack(id uint64) uint32 {
	i := d.generation.stacks.get(id)
	if i == 0 && id != 0 {
		d.fail("unknown stack %d", id)
	}
	return i
}

// reason returns the index in decoder.reasons of a string of the generation. The runtime knows
// about forty; what goes beyond 255 is no reason.
func (d *decoder) reason(id uint64) uint8 {
	known := &d.generation.reasons[id%uint64(len(d.generation.reasons))]
	if id == 0 || *known != 0 && id < uint64(len(d.generation.reasons)) {
		return *known
	}
	why := d.generation.strings.get(id)
	if why == "" {
		d.fail("unknown string %d", id)
		return 0
	}
	i := slices.Index(d.reasons, why)
	switch {
	case i < 0 && len(d.reasons) > 255:
		return 0
	case i < 0:
		i = len(d.reasons)
		d.reasons = append(d.reasons, why)
	}
	if id < uint64(len(d.generation.reasons)) {
		*known = uint8(i)
	}
	return uint8(i)
}
