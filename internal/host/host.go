// Package host tells of the machine a measurement runs on: what sets the speed of a start (CPU, limits of the
// container, disk), what disturbs it (load, pressure, throttling), and what the machine lets Cupel see.
//
// Everything is read from what the kernel publishes under /proc and /sys, and from what the go command says of
// itself. Only whether sampling and tracing are allowed is tried. [Fingerprint] is what every record keeps,
// [Weakened] what of it weakens a record's numbers, [Diagnose] all of it with what to do about it. They share
// one table, [Checks]: each check is a pure function of [Facts]. What cannot be told stays empty or nil, which
// is not the same as zero or none.
//
// A [Gate] says whether wall times and tails of an experiment may be judged at all. It reads before and during the
// experiment, spins on a CPU itself, and [JudgeFitness], a pure function of [Readings], judges by a table of gauges.
//
// # Limitations
//
// Only Linux publishes these files; elsewhere operating system, architecture, cores and Go settings are all.
// The governor of a record is that of the first CPU. A limit set on a parent of the container that the
// container cannot see is not seen here either. Pressure, memory, swap and steal are those of the whole
// machine, also in a container. Moments of disturbance that fall between two readings are not seen, but for
// those that the kernel counts: throttling, steal, swapping, pressure. Whether who waits for a CPU is the program or
// somebody else pressure does not tell; what other programs used does so in part, spins between the runs do best.
// What a program with more privileges or a higher priority than Cupel loses, they do not tell.
//
// Sources: proc(5); cgroups(7); capabilities(7); perf_event_open(2); Documentation/admin-guide/cgroup-v2.rst,
// cgroup-v1, sysctl/kernel.rst, LSM/Yama.rst, pm/cpufreq.rst and Documentation/accounting/psi.rst of the Linux
// kernel.
package host

import (
	"io/fs"
	"runtime"
	"strings"

	"github.com/cupelgo/cupel/evidence"
)

// portable is what the Go runtime knows on every system.
func portable() evidence.Host {
	return evidence.Host{OS: runtime.GOOS, Arch: runtime.GOARCH, Cores: runtime.NumCPU()}
}

// describe adds to h what the files of a Linux system say. root is its root folder.
func describe(h *evidence.Host, root fs.FS) {
	cpu := parseCPU(read(root, "proc/cpuinfo"))
	h.CPU = cpu.model
	h.Kernel = line(root, "proc/sys/kernel/osrelease")
	h.Governor = line(root, "sys/devices/system/cpu/cpu0/cpufreq/scaling_governor")
	h.ClockSource = line(root, clockFolder+"current_clocksource")
	memory := parseMemory(read(root, "proc/meminfo"))
	h.Memory, h.Available, h.Swap = memory.total, memory.available, memory.swap
	h.Load = parseLoad(read(root, "proc/loadavg"))
	h.Pressure = parsePressure(read(root, "proc/pressure/cpu"))
	h.PressureMemory = parsePressure(read(root, "proc/pressure/memory"))
	h.PressureIO = parsePressure(read(root, "proc/pressure/io"))
	h.Virtualisation = virtualisation(root, cpu)
	h.Container = container(root)
	h.FIPS = fips(root)
	own := parseCgroups(read(root, "proc/self/cgroup"))
	h.Cgroup = own.version()
	h.CgroupCPUs, _ = own.cpus(root)
	h.CgroupMemory = own.memory(root)
}

// fips tells whether the kernel is in FIPS mode. One that was built without it does not say so.
func fips(root fs.FS) *bool {
	mode := line(root, "proc/sys/crypto/fips_enabled")
	if mode == "" && !exists(root, "proc/sys/kernel") {
		return nil
	}
	on := mode == "1"
	return &on
}

// read returns the text of a file, "" when there is none or it may not be read: both mean that
// it cannot tell.
func read(root fs.FS, name string) string {
	text, err := fs.ReadFile(root, name)
	if err != nil {
		return ""
	}
	return string(text)
}

// line returns the text of a file that holds one line.
func line(root fs.FS, name string) string {
	return strings.TrimSpace(read(root, name))
}

func exists(root fs.FS, name string) bool {
	_, err := fs.Stat(root, name)
	return err == nil
}

// integer returns the number that a file of one line holds, nil if there is none.
func integer(root fs.FS, name string) *int64 {
	return parseInteger(line(root, name))
}
