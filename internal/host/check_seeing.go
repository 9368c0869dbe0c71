package host

import (
	"errors"
	"io/fs"
	"slices"

	"github.com/cupelgo/cupel/internal/unit"
)

// Bits of capability sets, see capabilities(7).
const (
	capIPCLock   = 14
	capSysPtrace = 19
	capSysAdmin  = 21
	capPerfmon   = 38
	capBPF       = 39
)

// has reports whether this process has one of some capabilities, or it is not known which ones.
func (f *Facts) has(bits ...int) bool {
	if f.Capabilities == nil {
		return true
	}
	for _, bit := range bits {
		if *f.Capabilities>>bit&1 == 1 && !f.Namespace {
			return true
		}
	}
	return false
}

func paranoid(f *Facts) answer {
	if f.Paranoid == nil {
		return f.notTold()
	}
	level := *f.Paranoid
	switch {
	case level < 2:
		return ok("%d: all users may sample", level)
	case level == 2:
		return ok("2: all users may sample their own programs")
	case f.has(capPerfmon, capSysAdmin):
		return ok("%d: who has CAP_PERFMON may sample, as here", level)
	}
	return f.byRoot(denied("%d: only who has CAP_PERFMON may sample", level), "sysctl kernel.perf_event_paranoid=2")
}

func ptraceScope(f *Facts) answer {
	switch {
	case !f.Settings:
		return f.notTold()
	case f.PtraceScope == nil:
		return ok("no Yama: all users may trace their own programs")
	}
	scope := *f.PtraceScope
	switch {
	case scope < 2:
		return ok("%d: all users may trace their own children", scope)
	case scope == 2 && f.has(capSysPtrace):
		return ok("2: who has CAP_SYS_PTRACE may trace, as here")
	case scope == 2:
		return f.byRoot(denied("2: only who has CAP_SYS_PTRACE may trace"), "sysctl kernel.yama.ptrace_scope=1")
	}
	return denied("3: nobody may trace until the next boot").
		by("echo kernel.yama.ptrace_scope=1 | "+f.sudo()+"tee /etc/sysctl.d/99-ptrace.conf", "and reboot")
}

// seccomp is denied where a filter is there and something is refused that neither setting explains.
func seccomp(f *Facts) answer {
	switch {
	case f.Seccomp == nil:
		return f.notTold()
	case *f.Seccomp == 0:
		return ok("no filter")
	}
	var names, calls []string
	if f.forbidden("bpf") && bpfPrivileges(f).state != Denied {
		names, calls = append(names, "BPF", "PERFMON"), append(calls, "bpf")
	}
	if f.forbidden("perf") && paranoid(f).state != Denied {
		names, calls = append(names, "PERFMON"), append(calls, "perf_event_open")
	}
	if f.forbidden("ptrace") && ptraceScope(f).state != Denied {
		names, calls = append(names, "SYS_PTRACE"), append(calls, "ptrace")
	}
	if len(names) == 0 {
		return ok("a filter, as in containers")
	}
	a := denied("a filter that refuses %s", list(calls))
	if f.Host.Container == "" { // no privilege lifts a filter
		return a.by("", "a seccomp profile that allows it, set by who starts this process")
	}
	return f.byContainer(a, "", slices.Compact(names)...)
}

// forbidden reports whether what a check tries was refused for want of permission.
func (f *Facts) forbidden(name string) bool { return errors.Is(f.Tried[name], fs.ErrPermission) }

func bpfPrivileges(f *Facts) answer {
	switch {
	case f.Capabilities == nil:
		return f.notTold()
	case f.has(capSysAdmin):
		return ok("CAP_SYS_ADMIN")
	case f.has(capBPF) && f.has(capPerfmon):
		return ok("CAP_BPF and CAP_PERFMON")
	}
	if f.Namespace {
		return denied("capabilities do not count outside of this user namespace").by("", "outside of it")
	}
	return f.byCapabilities(denied("CAP_BPF and CAP_PERFMON are missing"), "BPF", "PERFMON")
}

func btf(f *Facts) answer {
	switch {
	case f.BTF == nil:
		return f.notTold()
	case *f.BTF:
		return ok("/sys/kernel/btf/vmlinux")
	}
	return ok("no /sys/kernel/btf/vmlinux, which is not needed")
}

func lockdown(f *Facts) answer {
	switch {
	case f.BTF == nil: // nor are the other files about the kernel
		return f.notTold()
	case f.Lockdown == "confidentiality":
		return denied("confidentiality").by("", "boot with lockdown=integrity")
	case f.Lockdown == "":
		return ok("none that is shown")
	}
	return ok("%s", f.Lockdown)
}

// What the sampler of internal/perf asks for on each CPU: 512 KiB for samples and one page; and the least with
// which it still works.
const (
	wholeRing = 516 << 10
	leastRing = 36 << 10
)

func perfBuffers(f *Facts) answer {
	if f.Lent == nil {
		return f.notTold()
	}
	room, cpus := *f.Lent, int64(max(f.Host.Cores, 1))
	limit := "RLIMIT_MEMLOCK not known"
	switch {
	case f.Lockable == nil:
	case *f.Lockable < 0:
		limit, room = "no RLIMIT_MEMLOCK", wholeRing
	default:
		limit = "RLIMIT_MEMLOCK " + unit.Bytes(float64(*f.Lockable))
		room += *f.Lockable / cpus // one limit for all buffers together
	}
	if f.Capabilities != nil && f.has(capIPCLock) || f.Paranoid != nil && *f.Paranoid < 0 {
		limit, room = "without limit for CAP_IPC_LOCK", wholeRing
	}
	a := ok("kernel.perf_event_mlock_kb %d; %s", *f.Lent>>10, limit)
	if room >= wholeRing {
		return a
	}
	a.state = Weakened
	if room < leastRing {
		a.state = Denied
	}
	return f.byRoot(a, "sysctl kernel.perf_event_mlock_kb=516")
}

// sampled is how often Cupel samples at the most, per second of CPU time.
const sampled = 10_000

func perfRate(f *Facts) answer {
	if f.SampleRate == nil {
		return f.notTold()
	}
	a := ok("kernel.perf_event_max_sample_rate %d", *f.SampleRate)
	if *f.SampleRate < sampled {
		return f.byRoot(weakened("%s", a.value), "sysctl kernel.perf_event_max_sample_rate=100000")
	}
	return a
}

func temp(f *Facts) answer {
	for _, folder := range f.Folders {
		if folder.Use != UseTemp {
			continue
		}
		switch {
		case folder.Kind == "":
			return f.notTold()
		case folder.NoExec:
			return denied("%s is mounted noexec", folder.Path).by("export TMPDIR=/var/tmp", "or another folder without noexec")
		}
		return ok("programs can be executed in %s", folder.Path)
	}
	return unknown("the folder was not looked at")
}
