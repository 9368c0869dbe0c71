package host

import (
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cupelgo/cupel/evidence"
)

// Facts are all that checks judge by. What is not told is nil or empty.
type Facts struct {
	Host evidence.Host // what every record keeps
	Told
	Files
}

// Told is what no file of the machine says.
type Told struct {
	UID     int              // -1 where there are none
	Tried   map[string]error // what trying gave, by name of the check: nil is allowed
	Folders []Folder         // in which Cupel and the go command work
	Go      *Go              // nil: the go command was not asked
	Watched time.Duration    // how long counters were watched; 0: for a whole measurement, if at all
}

// Folder is a folder on some disk.
type Folder struct {
	Use    string // what for, e.g. "build cache"
	Path   string
	Kind   string // of the file system, "" if it cannot be told
	NoExec bool   // programs cannot be executed there
}

// Files is what concerns the doctor alone of what the files of a Linux system say.
type Files struct {
	Settings     bool     // whether the kernel's settings can be read
	Paranoid     *int64   // kernel.perf_event_paranoid
	SampleRate   *int64   // kernel.perf_event_max_sample_rate, per second
	Lent         *int64   // kernel.perf_event_mlock_kb, in bytes
	Lockable     *int64   // RLIMIT_MEMLOCK, in bytes; -1: without limit
	PtraceScope  *int64   // kernel.yama.ptrace_scope; nil: there is no Yama, if Settings
	Seccomp      *int64   // mode of this process: 0 none, 1 strict, 2 a filter
	Capabilities *uint64  // effective ones of this process
	Namespace    bool     // this process is in a user namespace: its capabilities count within that only
	BPFDisabled  *int64   // kernel.unprivileged_bpf_disabled
	Lockdown     string   // none, integrity or confidentiality
	BTF          *bool    // whether the kernel describes its types
	Governors    []string // of the CPUs, each once
	ClockSources []string // that the kernel could use
	SinceBoot    *CPUTime // steal since the machine began
	Throttled    *int64   // periods that a quota has cut short since the group began
	QuotaFile    string   // that sets the CPU quota, "" if none does
	Present      int      // CPUs of the machine, 0 if not told
}

const clockFolder = "sys/devices/system/clocksource/clocksource0/"

// readFiles reads a Linux system whose root folder is root.
func readFiles(root fs.FS) Files {
	status := values(read(root, "proc/self/status"))
	total := count(root)
	f := Files{
		Settings:     exists(root, "proc/sys/kernel"),
		Paranoid:     integer(root, "proc/sys/kernel/perf_event_paranoid"),
		SampleRate:   integer(root, "proc/sys/kernel/perf_event_max_sample_rate"),
		Lent:         integer(root, "proc/sys/kernel/perf_event_mlock_kb"),
		Lockable:     parseLockable(read(root, "proc/self/limits")),
		PtraceScope:  integer(root, "proc/sys/kernel/yama/ptrace_scope"),
		Seccomp:      parseInteger(status["Seccomp"]),
		Capabilities: parseCapabilities(status["CapEff"]),
		Namespace:    inUserNamespace(read(root, "proc/self/uid_map")),
		BPFDisabled:  integer(root, "proc/sys/kernel/unprivileged_bpf_disabled"),
		Lockdown:     chosen(line(root, "sys/kernel/security/lockdown")),
		Governors:    governors(root),
		ClockSources: strings.Fields(line(root, clockFolder+"available_clocksource")),
		SinceBoot:    total.CPU,
		Throttled:    total.Throttled,
		Present:      parseCPUList(line(root, "sys/devices/system/cpu/online")),
	}
	_, f.QuotaFile = parseCgroups(read(root, "proc/self/cgroup")).cpus(root)
	if f.Lent != nil {
		*f.Lent <<= 10
	}
	if exists(root, "sys/kernel") {
		found := exists(root, "sys/kernel/btf/vmlinux")
		f.BTF = &found
	}
	return f
}

// governors returns those of all CPUs, each once, in the order of the CPUs.
func governors(root fs.FS) []string {
	files, _ := fs.Glob(root, "sys/devices/system/cpu/cpu[0-9]*/cpufreq/scaling_governor")
	var all []string
	for _, file := range files {
		if g := line(root, file); g != "" && !slices.Contains(all, g) {
			all = append(all, g)
		}
	}
	return all
}

// inUserNamespace reads /proc/self/uid_map, which maps all ids to themselves outside of any namespace.
func inUserNamespace(text string) bool {
	fields := strings.Fields(text)
	return len(fields) >= 3 && !(fields[0] == "0" && fields[1] == "0" && fields[2] == "4294967295")
}

// chosen returns the word in brackets: the kernel lists what there is and marks what is in force.
func chosen(text string) string {
	_, after, _ := strings.Cut(text, "[")
	word, _, _ := strings.Cut(after, "]")
	return word
}

// parseCapabilities reads a set as /proc/PID/status shows it, in hexadecimal digits.
func parseCapabilities(text string) *uint64 {
	set, err := strconv.ParseUint(text, 16, 64)
	if err != nil {
		return nil
	}
	return &set
}

// parseLockable returns the soft limit of locked memory from /proc/PID/limits, -1 if there is none.
func parseLockable(text string) *int64 {
	for line := range strings.Lines(text) {
		rest, ok := strings.CutPrefix(line, "Max locked memory")
		if !ok {
			continue
		}
		fields := strings.Fields(rest)
		if len(fields) > 0 && fields[0] == "unlimited" {
			unlimited := int64(-1)
			return &unlimited
		}
		if len(fields) > 0 {
			return parseInteger(fields[0])
		}
	}
	return nil
}

// parseCPUList counts the CPUs of a list such as "0-3,8", 0 if it is none.
func parseCPUList(text string) int {
	n := 0
	for part := range strings.SplitSeq(text, ",") {
		first, last, isRange := strings.Cut(part, "-")
		if !isRange {
			last = first
		}
		from, err := strconv.Atoi(first)
		if err != nil {
			return 0
		}
		to, err := strconv.Atoi(last)
		if err != nil || to < from || to > 1<<20 {
			return 0
		}
		n += to - from + 1
	}
	return n
}
