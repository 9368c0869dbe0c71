// Package host describes the machine a measurement runs on: what sets the speed of a start (CPU,
// limits of the container, disk) and what disturbs it (load, pressure, throttling).
//
// Everything is read from what the kernel publishes under /proc and /sys; nothing is measured and
// no program is run. What cannot be told stays empty or nil, which is not the same as zero or
// none.
//
// Limitations: only Linux publishes these files; elsewhere operating system, architecture and cores
// are all. The governor is that of the first CPU. A limit set on a parent of the container that the
// container cannot see is not seen here either.
//
// Sources: proc(5); cgroups(7); Documentation/admin-guide/cgroup-v2.rst, cgroup-v1 and
// Documentation/accounting/psi.rst of the Linux kernel.
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
	h.Memory = parseMemory(read(root, "proc/meminfo"))
	h.Load = parseLoad(read(root, "proc/loadavg"))
	h.Pressure = parsePressure(read(root, "proc/pressure/cpu"))
	h.Virtualisation = virtualisation(root, cpu)
	h.Container = container(root)
	own := parseCgroups(read(root, "proc/self/cgroup"))
	h.CgroupCPUs = own.cpus(root)
	h.CgroupMemory = own.memory(root)
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
