package host

import (
	"io/fs"
	"time"
)

// A Moment is what the machine tells at an instant of an experiment. nil is what it does not tell.
type Moment struct {
	At        float64  // seconds since the experiment began, on a clock that nobody sets
	Waited    *float64 // seconds since the machine began in which some task waited for a CPU
	Set       Offset   // what the clock of the day is ahead of the one that nobody sets
	Asleep    *Offset  // for how long the machine has been suspended
	Frequency *float64 // hertz of the CPU that clocks the highest
}

// An Offset is the difference between two clocks. They cannot be read at once.
type Offset struct {
	Value float64 // seconds
	Error float64 // seconds that it may be wrong by, either way
}

// Total is what has been counted since the machine, or this process, began.
type Total struct {
	Counters
	Own *float64 // CPU seconds of this process and of the children it has waited for
}

// mostFrequencies is how many CPUs are asked how fast they run: each is a file, on machines of hundreds of them.
const mostFrequencies = 16

// frequencyFiles returns where the CPUs of a Linux system tell how fast they run, if they do.
func frequencyFiles(root fs.FS) []string {
	files, _ := fs.Glob(root, "sys/devices/system/cpu/cpu[0-9]*/cpufreq/scaling_cur_freq")
	return files[:min(len(files), mostFrequencies)]
}

// add adds to m what the files of a Linux system tell.
func (m *Moment) add(root fs.FS, frequencies []string) {
	m.Waited = parseWaited(read(root, "proc/pressure/cpu"))
	for _, file := range frequencies {
		kilohertz := number(line(root, file))
		if kilohertz == nil || *kilohertz == 0 {
			continue
		}
		if hertz := 1000 * *kilohertz; m.Frequency == nil || hertz > *m.Frequency {
			m.Frequency = &hertz
		}
	}
}

// offset reads how far a clock is ahead of another one. Who loses the CPU between the readings reads again.
func offset(clock, other func() time.Duration) Offset {
	const tries, near = 5, 10 * time.Microsecond
	var best Offset
	for i := range tries {
		before := other()
		value := clock()
		between := (other() - before) / 2
		if o := (Offset{(value - before - between).Seconds(), between.Seconds()}); i == 0 || o.Error < best.Error {
			best = o
		}
		if between < near {
			break
		}
	}
	return best
}
