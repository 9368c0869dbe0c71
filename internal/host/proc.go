package host

import (
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
)

// cpuInfo is what /proc/cpuinfo says of the first CPU.
type cpuInfo struct {
	model      string
	flags      bool // whether the architecture lists flags at all
	hypervisor bool // the flag that hypervisors on x86 set for their guests
}

// parseCPU reads /proc/cpuinfo, whose keys differ between architectures.
func parseCPU(text string) cpuInfo {
	first := values(text)
	flags, known := first["flags"]
	return cpuInfo{
		model:      cpuModel(first),
		flags:      known,
		hypervisor: slices.Contains(strings.Fields(flags), "hypervisor"),
	}
}

// cpuModel names the CPU: x86 and loong64 have a model name, ppc64 a cpu, mips a cpu model, riscv64 a
// uarch; arm64 has only numbers.
func cpuModel(values map[string]string) string {
	for _, key := range []string{"model name", "Model Name", "cpu", "cpu model", "uarch"} {
		if values[key] != "" {
			return values[key]
		}
	}
	if implementer, part := values["CPU implementer"], values["CPU part"]; implementer != "" && part != "" {
		return fmt.Sprintf("arm implementer %s part %s", implementer, part)
	}
	return ""
}

// values returns the "key : value" lines of a text; the first of each key counts.
func values(text string) map[string]string {
	all := map[string]string{}
	for key, value := range pairs(text) {
		if _, seen := all[key]; !seen {
			all[key] = value
		}
	}
	return all
}

// pairs yields the "key : value" lines of a text.
func pairs(text string) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for line := range strings.Lines(text) {
			key, value, ok := strings.Cut(line, ":")
			if ok && !yield(strings.TrimSpace(key), strings.TrimSpace(value)) {
				return
			}
		}
	}
}

// memoryInfo is what /proc/meminfo says, in bytes.
type memoryInfo struct {
	total     int64 // 0: not told
	available *int64
	swap      *int64
}

// parseMemory reads /proc/meminfo.
func parseMemory(text string) memoryInfo {
	var m memoryInfo
	for key, value := range pairs(text) {
		switch key {
		case "MemTotal":
			if v := kibibytes(value); v != nil {
				m.total = *v
			}
		case "MemAvailable":
			m.available = kibibytes(value)
		case "SwapTotal":
			m.swap = kibibytes(value)
		}
	}
	return m
}

// kibibytes returns the bytes of "123 kB", nil if they are not plausible.
func kibibytes(value string) *int64 {
	kib, err := strconv.ParseInt(strings.TrimSuffix(value, " kB"), 10, 64)
	if err != nil || kib < 0 || kib > 1<<52 {
		return nil
	}
	bytes := kib << 10
	return &bytes
}

// parseLoad returns the load average over one minute of /proc/loadavg.
func parseLoad(text string) *float64 {
	first, _, _ := strings.Cut(text, " ")
	return number(first)
}

// parsePressure returns the percentage of the last 10 s in which some task waited, from a file of
// /proc/pressure.
func parsePressure(text string) *float64 { return pressureField(text, "avg10=") }

// parseWaited returns for how many seconds some task has waited since the machine began, from a file of
// /proc/pressure.
func parseWaited(text string) *float64 {
	waited := pressureField(text, "total=")
	if waited != nil {
		*waited /= 1e6 // µs
	}
	return waited
}

// pressureField returns a field of the line about some tasks. That about all tasks is 0 for the CPUs of a whole
// machine: it is not defined there.
func pressureField(text, name string) *float64 {
	for line := range strings.Lines(text) {
		fields := strings.Fields(line)
		if len(fields) == 0 || fields[0] != "some" {
			continue
		}
		for _, field := range fields[1:] {
			if value, ok := strings.CutPrefix(field, name); ok {
				return number(value)
			}
		}
	}
	return nil
}

// number parses a non-negative number, nil if it is none. NaN and infinities are none: a record
// could not hold them.
func number(text string) *float64 {
	v, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil || !(v >= 0 && v < 1e300) {
		return nil
	}
	return &v
}

// parseInteger parses a whole number, nil if it is none.
func parseInteger(text string) *int64 {
	v, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return nil
	}
	return &v
}
