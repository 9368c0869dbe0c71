package host

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/internal/unit"
)

// disturbing is the share of time from which on a disturbance weakens a number: a measurement goes on until
// its interval is within 5 %, and so does not show what is less.
const disturbing = 0.05

func cpus(f *Facts) answer {
	usable := f.Host.Cores
	switch {
	case usable == 0:
		return unknown("how many is not known")
	case usable == 1 && f.Present > 1:
		return weakened("1 of %d", f.Present).by(fmt.Sprintf("taskset -pc 0-%d $$", f.Present-1), "if no cpuset forbids it")
	case usable == 1:
		return weakened("1").by("", "a machine with two or more")
	case f.Present > usable:
		return ok("%d of %d: an affinity or cpuset keeps it off the others", usable, f.Present)
	}
	return ok("%d", usable)
}

// Commands that list what else runs; ending it is up to the user.
const (
	showBusy    = "ps -eo pcpu,pid,args --sort=-pcpu | head"
	showBig     = "ps -eo rss,pid,args --sort=-rss | head"
	showWaiting = "ps -eo stat,pid,args | grep ^D"
	endIt       = "and end what need not run now"
)

// cpuPressure judges by pressure, which is waiting itself; where the kernel does not count it, by load.
func cpuPressure(f *Facts) answer {
	load := ""
	if f.Host.Load != nil {
		load = fmt.Sprintf("load %.2f", *f.Host.Load)
	}
	switch {
	case f.Host.Pressure != nil:
		return f.pressed(*f.Host.Pressure, "a CPU", showBusy).adding(load)
	case load == "":
		return f.notTold()
	case *f.Host.Load >= float64(f.Host.Cores):
		return weakened("%s on %d CPUs (this kernel does not count pressure)", load, f.Host.Cores).by(showBusy, endIt)
	}
	return ok("%s on %d CPUs (this kernel does not count pressure)", load, f.Host.Cores)
}

func ioPressure(f *Facts) answer {
	if f.Host.PressureIO == nil {
		return f.noPressure()
	}
	return f.pressed(*f.Host.PressureIO, "a disk", showWaiting)
}

// noPressure is the answer where pressure would tell.
func (f *Facts) noPressure() answer {
	if f.Host.OS == linux && f.Host.Kernel != "" {
		return unknown("this kernel does not count pressure").by("", "boot with psi=1")
	}
	return f.notTold()
}

// pressed judges a percentage of 10 s in which some task waited for something.
func (f *Facts) pressed(percent float64, thing, remedy string) answer {
	span := "the last 10 s"
	if f.Watched == 0 {
		span = "the 10 s before" // a measurement
	}
	a := ok("in %s of %s some task waited for %s", unit.Percent(percent/100), span, thing)
	if percent >= 100*disturbing {
		return weakened("%s", a.value).by(remedy, endIt)
	}
	return a
}

func steal(f *Facts) answer {
	share, span := f.Host.Steal, f.within()
	if share == nil && f.SinceBoot != nil {
		share, span = f.SinceBoot.steal(), " since the machine began"
	}
	switch {
	case f.Host.Virtualisation == noHypervisor:
		return ok("none: no hypervisor")
	case share == nil && f.SinceBoot != nil:
		return unknown("too little CPU time was used to tell")
	case share == nil:
		return f.notTold()
	}
	a := ok("%s of the CPU time that was wanted%s", unit.Percent(*share), span)
	if *share >= disturbing {
		return weakened("%s", a.value).by("", "a machine with CPUs of its own: a dedicated instance, or bare metal")
	}
	return a
}

// clocksOfUser are clock sources that programs read by themselves, in some 30 ns; others take a system call.
var clocksOfUser = []string{"tsc", "kvm-clock", "hyperv_clocksource_tsc_page", "arch_sys_counter", "timebase", "tod", "riscv_clocksource"}

var clocksOfKernel = []string{"hpet", "acpi_pm", "jiffies", "refined-jiffies", "pit", "xen", "hyperv_clocksource_msr"}

func clockSource(f *Facts) answer {
	now := f.Host.ClockSource
	switch {
	case now == "":
		return f.notTold()
	case slices.Contains(clocksOfUser, now):
		return ok("%s: read without a system call", now)
	case !slices.Contains(clocksOfKernel, now):
		return unknown("%s: whether programs can read it by themselves is not known", now)
	}
	a := weakened("%s: each reading is a system call", now)
	for _, better := range f.ClockSources {
		if slices.Contains(clocksOfUser, better) {
			return f.byWriting(a, better, "/"+clockFolder+"current_clocksource")
		}
	}
	return a.by("", "nothing: this machine has no better one")
}

func governor(f *Facts) answer {
	all := f.Governors
	if len(all) == 0 && f.Host.Governor != "" {
		all = []string{f.Host.Governor} // a record keeps the first one
	}
	switch {
	case len(all) == 0 && f.Host.Virtualisation != "" && f.Host.Virtualisation != noHypervisor:
		return unknown("the hypervisor decides how fast the CPUs run")
	case len(all) == 0:
		return f.notTold()
	case len(all) == 1 && all[0] == "performance":
		return ok("performance")
	}
	return f.byWriting(weakened("%s", strings.Join(all, ", ")), "performance", "/sys/devices/system/cpu/cpu*/cpufreq/scaling_governor")
}

// cpuLimit compares the quota with how many threads Go runs at once.
func cpuLimit(f *Facts) answer {
	quota := f.Host.CgroupCPUs
	switch {
	case f.Host.Cgroup == "" && quota == nil:
		return f.notTold()
	case quota == nil:
		return ok("no quota")
	}
	procs, why := f.procs()
	a := ok("%.3g CPUs for GOMAXPROCS %d%s", *quota, procs, why)
	if float64(procs) > *quota {
		return f.byQuota(weakened("%s", a.value), procs)
	}
	return a
}

// procs returns GOMAXPROCS as the program has or would have it. Go heeds the quota from go1.25 on, but never
// goes below 2 by it.
func (f *Facts) procs() (n int, why string) {
	cores := max(f.Host.Cores, 1)
	switch {
	case f.Host.GOMAXPROCS > 0:
		return f.Host.GOMAXPROCS, ""
	case parseInteger(f.Host.Env["GOMAXPROCS"]) != nil:
		return int(*parseInteger(f.Host.Env["GOMAXPROCS"])), " (set by hand)"
	case !f.heedsQuota():
		return cores, " (before go1.25 Go does not heed the quota)"
	}
	return min(cores, max(2, int(math.Ceil(*f.Host.CgroupCPUs)))), " (from go1.25 on; 2 at the least)"
}

func throttling(f *Facts) answer {
	if f.Host.CgroupCPUs == nil && f.Host.Cgroup != "" {
		return ok("no quota that could")
	}
	n := f.Host.Throttled
	if n == nil {
		return f.notTold()
	}
	a := ok("%s cut short%s", periods(*n), f.within())
	if f.Throttled != nil && *f.Throttled != *n {
		a.value += fmt.Sprintf(", %d since the group began", *f.Throttled)
	}
	if *n > 0 {
		return f.byQuota(weakened("%s", a.value), max(f.Host.Cores, 1))
	}
	return a
}

func periods(n int64) string {
	if n == 1 {
		return "1 period"
	}
	return fmt.Sprintf("%d periods", n)
}

// within says for how long counters were watched.
func (f *Facts) within() string {
	if f.Watched == 0 {
		return " during the measurement"
	}
	return " within " + unit.Seconds(f.Watched.Seconds())
}

// byQuota returns a with how to have n CPUs.
func (f *Facts) byQuota(a answer, n int) answer {
	switch c := f.Host.Container; {
	case c == inKubernetes:
		return a.by(fmt.Sprintf("kubectl set resources deployment NAME --limits=cpu=%d", n), "or whatever made the pod")
	case c == "docker" || c == "podman":
		return a.by(fmt.Sprintf("%s update --cpus=%d CONTAINER", c, n), f.outside())
	case c != "" || f.QuotaFile == "":
		return a.by("", "a higher quota where the container is started")
	case strings.HasSuffix(f.QuotaFile, quotaV2):
		return f.byWriting(a, "max", "/"+f.QuotaFile)
	}
	return f.byWriting(a, "-1", "/"+f.QuotaFile)
}
