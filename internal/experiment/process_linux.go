package experiment

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// process is what /proc/PID/stat tells.
type process struct {
	pid, parent, group int
	name               string
	zombie             bool
	started            uint64 // clock ticks since boot: tells a reused pid
	minor, major       int64  // page faults, of waited-for children too
}

func readProcess(pid int) (process, error) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return process{}, err
	}
	return parseStat(b)
}

// exiting reports whether a process has given up its memory: it is ending, and the kernel lets nobody but
// the superuser look at it any more.
func exiting(pid int) bool {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
	return err != nil || bytes.HasPrefix(b, []byte("0 "))
}

// parseStat reads the line of /proc/PID/stat. The name stands in parentheses and may itself
// contain any character, so the fields are counted from the last one.
func parseStat(b []byte) (process, error) {
	text := strings.TrimSpace(string(b))
	left, right := strings.IndexByte(text, '('), strings.LastIndexByte(text, ')')
	if left < 0 || right < left {
		return process{}, fmt.Errorf("reading stat of a process: no name in %q", text)
	}
	fields := strings.Fields(text[right+1:]) // fields[0] is the third of proc(5), the state
	if len(fields) < 20 {
		return process{}, fmt.Errorf("reading stat of a process: %d fields in %q", len(fields), text)
	}
	var bad error
	number := func(s string) int64 {
		n, err := strconv.ParseInt(strings.TrimSpace(s), 10, 64)
		if err != nil && bad == nil {
			bad = fmt.Errorf("reading stat of a process: %w", err)
		}
		return n
	}
	p := process{
		pid:     int(number(text[:left])),
		name:    text[left+1 : right],
		zombie:  fields[0] == "Z" || fields[0] == "X",
		parent:  int(number(fields[1])),
		group:   int(number(fields[2])),
		minor:   number(fields[7]) + number(fields[8]),
		major:   number(fields[9]) + number(fields[10]),
		started: uint64(number(fields[19])),
	}
	return p, bad
}

// processes lists all visible processes.
func processes() []process {
	var all []process
	for _, pid := range numbers("/proc") {
		if p, err := readProcess(pid); err == nil {
			all = append(all, p)
		}
	}
	return all
}

// numbers returns the entries of a /proc folder that are numbers, in the kernel's order.
func numbers(folder string) []int {
	f, err := os.Open(folder)
	if err != nil {
		return nil
	}
	defer f.Close()
	names, _ := f.Readdirnames(-1)
	list := make([]int, 0, len(names))
	for _, name := range names {
		if n, err := strconv.Atoi(name); err == nil {
			list = append(list, n)
		}
	}
	return list
}

// carries reports whether the process was started with the environment entry given.
func carries(pid int, entry string) bool {
	env, err := os.ReadFile(fmt.Sprintf("/proc/%d/environ", pid))
	if err != nil {
		return false
	}
	for kv := range bytes.SplitSeq(env, []byte{0}) {
		if string(kv) == entry {
			return true
		}
	}
	return false
}

// family returns pid and its living descendants. Where the kernel does not list children
// (CONFIG_PROC_CHILDREN) it is pid alone.
func family(pid int) []int {
	all := []int{pid}
	for i := 0; i < len(all); i++ {
		all = append(all, children(all[i])...)
	}
	return all
}

func children(pid int) (list []int) {
	task := fmt.Sprintf("/proc/%d/task", pid)
	for _, thread := range numbers(task) {
		b, err := os.ReadFile(fmt.Sprintf("%s/%d/children", task, thread))
		if err != nil {
			continue
		}
		for field := range strings.FieldsSeq(string(b)) {
			if n, err := strconv.Atoi(field); err == nil {
				list = append(list, n)
			}
		}
	}
	return list
}

// used returns what the process has used so far; its CPU with that of living descendants.
func used(pid int) usage {
	u := unmeasured()
	for _, p := range family(pid) {
		if cpu, ok := cpuTime(p); ok {
			u.cpu = max(u.cpu, 0) + cpu
		}
	}
	u.rss = peakRSS(pid)
	if p, err := readProcess(pid); err == nil {
		u.minor, u.major = p.minor, p.major
	}
	u.read = readFromDisk(pid)
	return u
}

// spent returns the CPU time of living processes in seconds; false where none can be told.
func spent(pids []int) (sum float64, ok bool) {
	for _, pid := range pids {
		if cpu, told := cpuTime(pid); told {
			sum, ok = sum+cpu, true
		}
	}
	return sum, ok
}

// cpuTime reads the CPU clock of a process, in seconds. Unlike the sum of its threads' schedstat
// it counts ended threads too, and unlike /proc/PID/stat it counts nanoseconds.
func cpuTime(pid int) (float64, bool) {
	const schedClock = 2 // CPUCLOCK_SCHED; the layout of the id is that of clock_getcpuclockid(3)
	var t unix.Timespec
	if unix.ClockGettime(int32(^pid<<3|schedClock), &t) != nil {
		return 0, false
	}
	return float64(t.Nano()) / 1e9, true
}

// peakRSS returns the peak memory of a process in bytes, -1 if it cannot be read. An ended
// process has none.
func peakRSS(pid int) int64 {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return -1
	}
	return parsePeak(b)
}

func parsePeak(status []byte) int64 {
	_, rest, ok := bytes.Cut(status, []byte("\nVmHWM:"))
	if !ok {
		return -1
	}
	value, _, _ := bytes.Cut(rest, []byte(" kB"))
	kib, err := strconv.ParseInt(string(bytes.TrimSpace(value)), 10, 53)
	if err != nil || kib < 0 {
		return -1
	}
	return kib << 10
}

// resident returns the memory that living processes hold together, in bytes. What they share counts for each.
func resident(pids []int) (sum int64) {
	for _, pid := range pids {
		b, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
		if err != nil {
			continue
		}
		if fields := bytes.Fields(b); len(fields) > 1 {
			pages, _ := strconv.ParseInt(string(fields[1]), 10, 64) // 0 of what is no number
			sum += pages * int64(os.Getpagesize())
		}
	}
	return sum
}

// wantedCPU returns for how long the threads of living processes were on a CPU or in a run queue, in seconds; false where
// the kernel does not tell (CONFIG_SCHED_INFO).
func wantedCPU(pids []int) (sum float64, ok bool) {
	for _, pid := range pids {
		task := fmt.Sprintf("/proc/%d/task", pid)
		for _, thread := range numbers(task) {
			b, err := os.ReadFile(fmt.Sprintf("%s/%d/schedstat", task, thread))
			if err != nil {
				continue
			}
			fields := bytes.Fields(b) // ns on a CPU, ns in a run queue, time slices
			if len(fields) < 3 {
				continue
			}
			for _, field := range fields[:2] {
				ns, _ := strconv.ParseInt(string(field), 10, 64) // 0 of what is no number
				sum += float64(ns) / 1e9
			}
			ok = true
		}
	}
	return sum, ok
}
