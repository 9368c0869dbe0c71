package host

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/bpf"
	"github.com/cupelgo/cupel/internal/perf"
	"github.com/cupelgo/cupel/internal/ptrace"
)

// State is the answer of a check: yes, no in two forms, or could not tell.
type State string

// The states. Weakened is possible and suffers, Denied is not possible at all.
const (
	OK       State = "ok"
	Weakened State = "weakened"
	Denied   State = "denied"
	Unknown  State = "unknown"
)

// Measure is a kind of what Cupel measures.
type Measure string

// The kinds: time on the clock, CPU time, and seeing what a program does and waits for.
const (
	Wall   Measure = "wall"
	CPU    Measure = "cpu"
	Seeing Measure = "seeing"
)

// Check looks at one thing that a machine allows, or that would weaken a measurement.
type Check struct {
	Name    string
	Weakens []Measure // what suffers where it is weakened or denied; none: it is for information
	Why     string    // why it matters, one sentence
	Behind  []string  // the checks that try what this setting decides
	Try     func() error
	look    func(*Facts) answer // nil where there is a Try
}

// answer is what a check found.
type answer struct {
	state  State
	value  string // what is there, or why that is not known
	remedy string // the command that would change it; "" if there is none, or nothing need be done
	note   string // where or when to do that, or what to do where no command does it
}

// Result is what a check found, with what it means.
type Result struct {
	Name    string    `json:"name"`
	State   State     `json:"state"`
	Value   string    `json:"value"`             // what is there, or why that is not known
	Weakens []Measure `json:"weakens,omitempty"` // what suffers where it is weakened or denied
	Why     string    `json:"why"`
	Remedy  string    `json:"remedy,omitempty"` // the command that would change it
	Note    string    `json:"note,omitempty"`   // where or when to do that, or what to do where no command does it
	Behind  []string  `json:"behind,omitempty"` // the checks that try what this setting decides
}

var (
	seeing   = []Measure{Seeing}
	wall     = []Measure{Wall}
	wallsCPU = []Measure{Wall, CPU}
)

// Checks is the table of all checks: first what prevents seeing, then what weakens numbers, then information.
var Checks = []Check{
	{Name: "perf", Weakens: seeing, Try: perf.Available,
		Why: "the kernel then samples the CPU 0.1 ms apart and tells work from starvation; without it the Go profiler does, 4 ms apart"},
	{Name: "ptrace", Weakens: seeing, Try: ptrace.Available,
		Why: "only a program that may be traced can be stopped at its exec, and seen without its source"},
	{Name: "bpf", Weakens: seeing, Try: bpf.Available,
		Why: "what the goroutines of an executable do is then noted within 2 µs and stops nobody; without it breakpoints do, 20 µs each"},
	{Name: "perf-event-paranoid", Behind: []string{"perf"}, look: paranoid,
		Why: "up to 2 every user may sample own programs, above that only who has CAP_PERFMON"},
	{Name: "ptrace-scope", Behind: []string{"ptrace"}, look: ptraceScope,
		Why: "up to 1 every user may trace own children, 2 wants CAP_SYS_PTRACE, 3 forbids it"},
	{Name: "bpf-privileges", Behind: []string{"bpf"}, look: bpfPrivileges,
		Why: "BPF probes need CAP_BPF and CAP_PERFMON"},
	{Name: "lockdown", Behind: []string{"bpf"}, look: lockdown,
		Why: "a kernel locked down for confidentiality lets BPF programs read none of its memory"},
	{Name: "seccomp", Behind: []string{"perf", "ptrace", "bpf"}, look: seccomp,
		Why: "a filter of a container may refuse perf_event_open, ptrace and bpf, whatever privileges there are"},
	{Name: "perf-buffers", Weakens: seeing, look: perfBuffers,
		Why: "samples are lost where the buffer that the kernel lends for each CPU is full before Cupel gets to empty it"},
	{Name: "perf-rate", Weakens: seeing, look: perfRate,
		Why: "the kernel drops samples above this rate, and lowers it by itself when they take long"},
	{Name: "go", Weakens: seeing, look: goCommand,
		Why: "without a go command only executables can be measured, and only from outside"},
	{Name: "toolchain", Weakens: seeing, look: toolchain,
		Why: "the toolchain that builds decides what can be seen, and go.mod may pick another one than that in PATH"},
	{Name: "temp", Weakens: seeing, look: temp,
		Why: "what Cupel builds runs from the folder for temporary files"},
	{Name: "fips", Weakens: seeing, look: fipsMode,
		Why: "in FIPS mode a program checks its own code as it starts: that takes time, and no breakpoints are set in its crypto"},
	{Name: "cpus", Weakens: wall, look: cpus,
		Why: "who observes needs a CPU besides that of the program"},
	{Name: "cpu-pressure", Weakens: wall, look: cpuPressure,
		Why: "a program that shares its CPUs with other work waits for its turn, by another time in every run"},
	{Name: "steal", Weakens: wall, look: steal,
		Why: "the hypervisor gave CPU time that was wanted here to other guests"},
	{Name: "cpu-limit", Weakens: wall, look: cpuLimit,
		Why: "with more threads than its quota has CPUs a program stands still for the rest of each period of 100 ms"},
	{Name: "throttling", Weakens: wall, look: throttling,
		Why: "for the rest of a period that the quota cut short nothing ran"},
	{Name: "io-pressure", Weakens: wall, look: ioPressure,
		Why: "a program that reads files waits for others that do"},
	{Name: "memory", Weakens: wallsCPU, look: memory,
		Why: "a kernel short of memory takes it from caches and programs, which read it again"},
	{Name: "swap", Weakens: wall, look: swap,
		Why: "memory that comes back from swap is waited for like a disk"},
	{Name: "clock-source", Weakens: wallsCPU, look: clockSource,
		Why: "reading a clock that only the kernel can read takes a system call each time, which traces do often"},
	{Name: "governor", Weakens: wallsCPU, look: governor,
		Why: "a CPU that clocks up on demand begins a short start slowly, by how much depends on what ran before"},
	{Name: "disk", Weakens: wall, look: disks,
		Why: "programs and builds read many small files; over a network or a share of the host each costs a round trip"},
	{Name: "go-environment", Weakens: wallsCPU, look: goEnvironment,
		Why: "the program inherits these variables, and its numbers hold for them alone"},
	{Name: "goflags", Weakens: wallsCPU, look: goflags,
		Why: "GOFLAGS are in force for every build, also where nobody thinks of them"},
	{Name: "goexperiment", Weakens: wallsCPU, look: goexperiment,
		Why: "an experiment builds another runtime than others have"},
	{Name: "goproxy", look: goproxy,
		Why: "package@version must be fetched, unless the module cache has it"},
	{Name: "kernel", look: kernel,
		Why: "tracing needs 4.7, BPF probes at many places at once need 6.6"},
	{Name: "btf", look: btf,
		Why: "most BPF programs find the kernel's fields by its description of types; Cupel's do without"},
	{Name: "virtualisation", look: guest,
		Why: "a sample costs ten times as much where a hypervisor delivers the interrupt: Cupel takes fewer then"},
	{Name: "container", look: inContainer,
		Why: "limits and filters of a container are set where it is started, not within"},
	{Name: "cgroup", look: cgroupVersion,
		Why: "control groups limit CPU and memory, and count what they cut short"},
}

// Run makes all checks.
func Run(f *Facts) []Result {
	all := make([]Result, len(Checks))
	for i := range Checks {
		c := &Checks[i]
		a := c.judge(f)
		all[i] = Result{c.Name, a.state, a.value, c.Weakens, c.Why, a.remedy, a.note, c.Behind}
	}
	return all
}

// Weakening returns which checks say that numbers of a record are weakened, and how. It asks h alone.
func Weakening(h evidence.Host) []Result {
	return slices.DeleteFunc(Run(&Facts{Host: h}), func(r Result) bool {
		return r.State != Weakened || slices.Equal(r.Weakens, seeing)
	})
}

func (c *Check) judge(f *Facts) answer {
	if c.Try != nil {
		return c.tried(f)
	}
	a := c.look(f)
	if a.state == Denied && len(c.Behind) > 0 && !slices.ContainsFunc(c.Behind, f.refused) {
		a.state, a.remedy, a.note = OK, "", "" // it is allowed all the same
	}
	return a
}

// refused reports whether it is not known that what a check tries is allowed.
func (f *Facts) refused(name string) bool {
	err, tried := f.Tried[name]
	return !tried || err != nil
}

// tried turns an error of the form "what: errno (why); remedy" into an answer. A setting that is to blame
// knows the remedy better.
func (c *Check) tried(f *Facts) answer {
	err, tried := f.Tried[c.Name]
	if !tried {
		return unknown("it was not tried")
	}
	if err == nil {
		return ok("tried: allowed")
	}
	value, remedy, _ := strings.Cut(err.Error(), "; ")
	a := answer{state: Denied, value: value, note: remedy}
	if !errors.Is(err, fs.ErrPermission) && !errors.Is(err, errors.ErrUnsupported) {
		a.state = Unknown
	}
	if f.Host.OS != linux {
		a.note = "measure on Linux"
	}
	for i := range Checks {
		if s := &Checks[i]; slices.Contains(s.Behind, c.Name) {
			if behind := s.look(f); behind.state == Denied && behind.remedy+behind.note != "" {
				a.remedy, a.note = behind.remedy, behind.note
				break
			}
		}
	}
	return a
}

func ok(format string, args ...any) answer {
	return answer{state: OK, value: fmt.Sprintf(format, args...)}
}

func unknown(format string, args ...any) answer {
	return answer{state: Unknown, value: fmt.Sprintf(format, args...)}
}

// notTold is the answer where a system does not publish what a check asks for.
func (f *Facts) notTold() answer {
	if f.Host.OS != linux {
		return unknown("%s does not tell", cmp.Or(f.Host.OS, "this system"))
	}
	return unknown("not told here")
}

// linux is the one system whose files are known.
const linux = "linux"

// saying returns a with another value.
func (a answer) saying(format string, args ...any) answer {
	a.value = fmt.Sprintf(format, args...)
	return a
}

// adding returns a with more to its value.
func (a answer) adding(more string) answer {
	if more == "" {
		return a
	}
	return a.saying("%s; %s", a.value, more)
}

// weakened and denied are the two forms of no.
func weakened(format string, args ...any) answer {
	return answer{state: Weakened}.saying(format, args...)
}

func denied(format string, args ...any) answer {
	return answer{state: Denied}.saying(format, args...)
}
