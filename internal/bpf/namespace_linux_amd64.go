package bpf

import (
	"errors"

	"github.com/cilium/ebpf"
	"golang.org/x/sys/unix"
)

// initial is the inode of the first PID namespace, PROC_PID_INIT_INO of the kernel.
const initial = 0xeffffffc

// setNamespace has processes and threads numbered as in this process's PID namespace, such as a container's.
// The kernel's program numbers them so only where they are of that namespace themselves; the first one numbers
// those of all others, too, and need not be asked for.
func setNamespace(spec *ebpf.CollectionSpec) error {
	var stat unix.Stat_t
	if err := unix.Stat("/proc/self/ns/pid", &stat); err != nil || stat.Ino == initial {
		return err
	}
	device := uint64(unix.Major(stat.Dev))<<20 | uint64(unix.Minor(stat.Dev)) // as the kernel has it within
	return errors.Join(spec.Variables[programsVarNamespaceDevice].Set(device),
		spec.Variables[programsVarNamespaceInode].Set(stat.Ino))
}
