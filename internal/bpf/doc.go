// Package bpf answers: which points of a Go program's code do its threads come by, as the kernel notes it
// without stopping them? [Open] loads a program of ours into the kernel, [Collector.Watch] and
// [Watched.Attach] put uprobes into one process, and what they read there arrives as a [Hit].
//
// The kernel's program lies in _src and is compiled ahead, by clang 19.1.7: building Cupel needs no clang. It
// uses no structure of the kernel but the registers of a user's thread, whose order is fixed, and so runs on
// every kernel from 5.15 on, with BTF or without.
//
// # Limitations
//
// Processes of this PID namespace alone, which a container has one of; from the first one, those of all.
// Linux on amd64 alone. It takes root, or CAP_BPF and CAP_PERFMON with Linux 6.6 (uprobe_multi); before that
// root. A point on an instruction that the kernel carries out itself (a push, a jump) costs the program some 2 µs, on
// any other 15 on a virtual machine: the kernel then has to step over it.
//
// Sources: include/uapi/linux/bpf.h, kernel/trace/bpf_trace.c and arch/x86/kernel/uprobes.c of the kernel.
package bpf

//go:generate go run github.com/cilium/ebpf/cmd/bpf2go -cc clang-19 -strip llvm-strip-19 -target amd64 -tags linux -no-global-types -cflags "-O2 -mcpu=v3 -Wall -Werror" programs _src/hit.c
