package main

import (
	"debug/elf"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

var vectorRegister = regexp.MustCompile(`^[XYZ](\d+)$`)

// runtimeCode: what the disassembly of the runtime says about copying, cgo and the start.
func runtimeCode(l *lab) ([]fact, error) {
	list, err := l.disassemble(filepath.Join(l.built, "bare"), `^runtime\.(memmove|asmcgocall|rt0_go|main)(\.abi0)?$`)
	if err != nil {
		return nil, err
	}
	var vector, vectorInCgo, movsb, movsq int64
	var compiled, schedinitInRt0, schedinitInMain, cgo bool
	for _, in := range list {
		switch in.function {
		case "runtime.memmove":
			compiled = compiled || strings.HasSuffix(in.file, ".go")
			text := in.op + " " + strings.Join(in.operands, " ")
			switch {
			case strings.HasPrefix(text, "REP; MOVSB"):
				movsb++
			case strings.HasPrefix(text, "REP; MOVSQ"):
				movsq++
			}
			vector += truth(usesVector(in))
		case "runtime.asmcgocall":
			cgo = cgo || in.op == "CALL"
			vectorInCgo += truth(usesVector(in))
		case "runtime.rt0_go":
			schedinitInRt0 = schedinitInRt0 || callsSchedinit(in)
		case "runtime.main":
			schedinitInMain = schedinitInMain || callsSchedinit(in)
		}
	}
	if vector == 0 || !cgo || !schedinitInRt0 && !schedinitInMain {
		return nil, fmt.Errorf("a function of the runtime was not found as expected")
	}
	return []fact{
		{"vector_instructions:count", "in=memmove/arch=amd64", vector},
		{"vector_instructions:count", "in=asmcgocall/arch=amd64", vectorInCgo},
		{"rep_instructions:count", "op=MOVSB", movsb},
		{"rep_instructions:count", "op=MOVSQ", movsq},
		{"runtime:count", "fact=memmove_compiled", truth(compiled)},
		{"runtime:count", "fact=main_calls_schedinit", truth(schedinitInMain)},
	}, nil
}

func usesVector(in instruction) bool {
	for _, operand := range in.operands {
		if vectorRegister.MatchString(operand) {
			return true
		}
	}
	return false
}

func callsSchedinit(in instruction) bool {
	return in.op == "CALL" && len(in.operands) > 0 && strings.HasPrefix(in.operands[0], "runtime.schedinit")
}

// stripFlags: which sections each linker flag leaves out.
func stripFlags(l *lab) ([]fact, error) {
	has := func(ldflags string) (symbols, dwarf bool, err error) {
		exe := filepath.Join(l.built, "bare")
		if ldflags != "" {
			exe = l.path("bare" + ldflags)
			_, err := l.run(command{env: []string{"GOOS=linux", "GOARCH=amd64", "GOAMD64=v1"},
				args: []string{"build", "-trimpath", "-ldflags=" + ldflags, "-o", exe, "./bare"}})
			if err != nil {
				return false, false, err
			}
		}
		f, err := elf.Open(exe)
		if err != nil {
			return false, false, err
		}
		defer f.Close()
		for _, s := range f.Sections {
			symbols = symbols || s.Name == ".symtab"
			dwarf = dwarf || strings.Contains(s.Name, "debug_info")
		}
		return symbols, dwarf, nil
	}
	var kept [4]bool
	for i, ldflags := range []string{"-w", "-s"} {
		symbols, dwarf, err := has(ldflags)
		if err != nil {
			return nil, err
		}
		kept[2*i], kept[2*i+1] = symbols, dwarf
	}
	symbols, dwarf, err := has("")
	if err != nil {
		return nil, err
	}
	return []fact{
		{"sections:count", "flags=none/section=symtab", truth(symbols)},
		{"sections:count", "flags=none/section=dwarf", truth(dwarf)},
		{"sections:count", "flags=w/section=symtab", truth(kept[0])},
		{"sections:count", "flags=w/section=dwarf", truth(kept[1])},
		{"sections:count", "flags=s/section=symtab", truth(kept[2])},
		{"sections:count", "flags=s/section=dwarf", truth(kept[3])},
		{"tools:count", "fact=strip_flags_as_documented", truth(symbols && dwarf && kept[0] && !kept[1] && !kept[2])},
	}, nil
}

var (
	pauseLine = regexp.MustCompile(`pause (\d+) of collection (\d+)`)
	clock     = `(?m)^gc %s @.*: ([0-9.]+)\+([0-9.]+)\+([0-9.]+) ms clock`
)

// gctrace: which of the three times of a line of gctrace is the pause that the runtime counts. They
// are far apart: the tree takes milliseconds to mark, and the pauses take microseconds.
func gctrace(l *lab) ([]fact, error) {
	out, err := output(filepath.Join(l.built, "gc"), "GODEBUG=gctrace=1")
	if err != nil {
		return nil, err
	}
	m := pauseLine.FindStringSubmatch(out)
	if m == nil {
		return nil, fmt.Errorf("no pause in %q", out)
	}
	times := regexp.MustCompile(fmt.Sprintf(clock, m[2])).FindStringSubmatch(out)
	if times == nil {
		return nil, fmt.Errorf("no collection %s in %q", m[2], out)
	}
	var ms [3]float64
	for i := range ms {
		if ms[i], err = strconv.ParseFloat(times[i+1], 64); err != nil {
			return nil, err
		}
	}
	nanoseconds, err := strconv.ParseFloat(m[1], 64)
	if err != nil {
		return nil, err
	}
	pause := nanoseconds / 1e6
	middle := math.Abs(pause-ms[1]) < math.Abs(pause-ms[0]-ms[2])
	return []fact{{"runtime:count", "fact=gctrace_middle_is_pause", truth(middle)}}, nil
}

// install: how much an installation takes, and what is in the source of its runtime.
func install(l *lab) ([]fact, error) {
	var size int64
	err := filepath.WalkDir(l.goroot, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		info, err := e.Info()
		size += info.Size()
		return err
	})
	if err != nil {
		return nil, err
	}
	files, err := filepath.Glob(filepath.Join(l.goroot, "src", "runtime", "*.[gs]*"))
	if err != nil {
		return nil, err
	}
	var m1, schedule int64
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		m1 += truth(strings.Contains(string(text), "isM1Optimized"))
		schedule += truth(strings.Contains(string(text), "\nfunc schedule() {"))
	}
	if schedule != 1 {
		return nil, fmt.Errorf("func schedule is in %d files of the runtime", schedule)
	}
	out, err := l.run(command{args: []string{"tool", "dist", "list"}})
	if err != nil {
		return nil, err
	}
	if !strings.Contains(out, "linux/amd64\n") {
		return nil, fmt.Errorf("no linux/amd64 in the list of ports")
	}
	return []fact{
		{"install:bytes", "", size},
		{"runtime:count", "fact=files_with_m1_branch", m1},
		{"tools:count", "fact=darwin_arm64_port", truth(strings.Contains(out, "darwin/arm64\n"))},
	}, nil
}
