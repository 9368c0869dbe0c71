package bpf

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/asm"
	"github.com/cilium/ebpf/features"
	"github.com/cilium/ebpf/link"
	"golang.org/x/sys/unix"
)

// Available returns nil if this process may put uprobes into processes of its own user and have a program of
// ours run there, else why not and what would change it. errors.Is tells the kind: errors.ErrUnsupported,
// fs.ErrPermission. It tries: a map and a program are made and let go.
func Available() error {
	learnVersion()
	m, err := ebpf.NewMap(&ebpf.MapSpec{Type: ebpf.RingBuf, MaxEntries: uint32(os.Getpagesize())})
	if err != nil {
		return explain(err)
	}
	m.Close()
	spec := &ebpf.ProgramSpec{Type: ebpf.Kprobe, Instructions: asm.Instructions{asm.Mov.Imm(asm.R0, 0), asm.Return()}}
	p, err := ebpf.NewProgram(spec)
	if err != nil {
		return explain(err)
	}
	p.Close()
	if single() && os.Geteuid() != 0 {
		return fmt.Errorf("bpf: %w (the kernel is older than 6.6 and has no uprobe_multi); root, or Linux 6.6", unix.EPERM)
	}
	return nil
}

// single reports whether the kernel takes uprobes one by one only.
func single() bool { return features.HaveBPFLinkUprobeMulti() != nil }

// explain says why a call failed and what would change it. The result wraps err.
func explain(err error) error {
	var refused *ebpf.VerifierError
	switch {
	case errors.As(err, &refused):
		return fmt.Errorf("bpf: the kernel does not take our program: %w; please report this with the kernel's version", err)
	case errors.Is(err, unix.ENOSYS) || errors.Is(err, ebpf.ErrNotSupported) || errors.Is(err, link.ErrNotSupported):
		return fmt.Errorf("bpf: the kernel is too old or was built without it: %w; Linux 5.15 or newer", errors.ErrUnsupported)
	case !errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("bpf: %w", err)
	case filtered():
		return fmt.Errorf("bpf: %w (without CAP_BPF and CAP_PERFMON, or a seccomp filter, as in containers); "+
			"--cap-add=BPF --cap-add=PERFMON, or a seccomp profile that allows bpf", unix.EPERM)
	}
	return fmt.Errorf("bpf: %w (without CAP_BPF and CAP_PERFMON); root, or "+
		`sudo setcap cap_bpf,cap_perfmon+ep "$(command -v cupel)"`, unix.EPERM)
}

// filtered reports whether system calls of this thread are filtered.
func filtered() bool {
	status, _ := os.ReadFile("/proc/thread-self/status") // unreadable: not known to be
	return bytes.Contains(status, []byte("\nSeccomp:\t2"))
}
