package host

import (
	"io/fs"
	"os"
	"strconv"
	"strings"

	"github.com/cupelgo/cupel/evidence"
)

// Counters are what the kernel counts since the machine began. Only what two readings differ by tells of a
// span of time. nil is what it does not count.
type Counters struct {
	Throttled *int64 // periods that the CPU quota of this process's cgroups has cut short
	SwappedIn *int64 // bytes read back from swap
	CPU       *CPUTime
}

// CPUTime is time of all CPUs of the machine, in clock ticks of 10 ms.
type CPUTime struct {
	Stolen int64 // that the hypervisor gave to others while a task here wanted it
	Wanted int64 // in which tasks ran or wanted to
}

// leastWanted is from which CPU time on a share of it is told, in ticks: one of them is a hundredth then.
const leastWanted = 100

// Since fills in what has happened since an earlier reading.
func (c Counters) Since(before Counters, h *evidence.Host) {
	h.Throttled = difference(c.Throttled, before.Throttled)
	h.SwappedIn = difference(c.SwappedIn, before.SwappedIn)
	h.Steal = nil
	if c.CPU != nil && before.CPU != nil {
		h.Steal = CPUTime{c.CPU.Stolen - before.CPU.Stolen, c.CPU.Wanted - before.CPU.Wanted}.steal()
	}
}

func difference(now, before *int64) *int64 {
	if now == nil || before == nil || *now < *before {
		return nil
	}
	d := *now - *before
	return &d
}

// steal is the stolen share of what was wanted, nil if that is too little to tell.
func (t CPUTime) steal() *float64 {
	if t.Wanted < leastWanted || t.Stolen < 0 || t.Stolen > t.Wanted {
		return nil
	}
	share := float64(t.Stolen) / float64(t.Wanted)
	return &share
}

// count reads the counters of a Linux system.
func count(root fs.FS) Counters {
	return Counters{
		Throttled: parseCgroups(read(root, "proc/self/cgroup")).throttled(root),
		SwappedIn: parseSwappedIn(read(root, "proc/vmstat")),
		CPU:       parseCPUTime(read(root, "proc/stat")),
	}
}

// parseSwappedIn reads /proc/vmstat: lines of "name value". pswpin counts pages.
func parseSwappedIn(text string) *int64 {
	for line := range strings.Lines(text) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		if name != "pswpin" {
			continue
		}
		pages, err := strconv.ParseInt(value, 10, 64)
		if err != nil || pages < 0 || pages > 1<<50 {
			return nil
		}
		bytes := pages * int64(os.Getpagesize())
		return &bytes
	}
	return nil
}

// parseCPUTime reads the first line of /proc/stat: user, nice, system, idle, iowait, irq, softirq and steal.
func parseCPUTime(text string) *CPUTime {
	first, _, _ := strings.Cut(text, "\n")
	fields := strings.Fields(first)
	if len(fields) < 9 || fields[0] != "cpu" {
		return nil
	}
	var t CPUTime
	for i, field := range fields[1:9] {
		ticks, err := strconv.ParseInt(field, 10, 64)
		if err != nil || ticks < 0 || ticks > 1<<56 {
			return nil
		}
		const idle, iowait, steal = 3, 4, 7
		switch i {
		case idle, iowait:
			continue
		case steal:
			t.Stolen = ticks
		}
		t.Wanted += ticks
	}
	return &t
}
