package main

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// An instruction is a line of a disassembly. Operands are in Go's order: the destination is last.
type instruction struct {
	function string
	file     string
	op       string
	operands []string
}

var (
	textLine        = regexp.MustCompile(`^TEXT (\S+)\(SB\) (.*)$`)
	instructionLine = regexp.MustCompile(`^\s+(\S+):\d+\s+0x[0-9a-f]+\s+[0-9a-f]+\s+(\S[^\t]*?)\s*(?:\t.*)?$`)
)

// disassemble reads a file with go tool objdump, the functions that match the pattern.
func (l *lab) disassemble(file, pattern string) ([]instruction, error) {
	out, err := l.run(command{args: []string{"tool", "objdump", "-s", pattern, file}})
	if err != nil {
		return nil, err
	}
	var list []instruction
	function := ""
	for _, line := range strings.Split(out, "\n") {
		if m := textLine.FindStringSubmatch(line); m != nil {
			function = strings.TrimSuffix(m[1], ".abi0")
			continue
		}
		if m := instructionLine.FindStringSubmatch(line); m != nil {
			op, rest, _ := strings.Cut(m[2], " ")
			list = append(list, instruction{function, m[1], op, splitOperands(rest)})
		}
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("no instruction of %s in %s", pattern, filepath.Base(file))
	}
	return list, nil
}

// splitOperands splits at the commas that are not within brackets.
func splitOperands(s string) []string {
	var all []string
	depth, from := 0, 0
	for i, c := range s {
		switch {
		case c == '(':
			depth++
		case c == ')':
			depth--
		case c == ',' && depth == 0:
			all = append(all, strings.TrimSpace(s[from:i]))
			from = i + 1
		}
	}
	if s = strings.TrimSpace(s[from:]); s != "" {
		all = append(all, s)
	}
	return all
}

const arguments = 20 // of the planted call

// argumentRegisters tells for each argument of the planted call the register that holds it at the
// call; arguments on the stack have none. It follows the constants 1000, 1001, …: one that is loaded
// into a register stays there until the register is stored or loaded again.
func argumentRegisters(list []instruction) ([arguments]string, error) {
	held := make(map[string]int)
	for _, in := range list {
		if in.op == "CALL" {
			var of [arguments]string
			for register, argument := range held {
				of[argument] = register
			}
			return of, nil
		}
		if len(in.operands) == 0 {
			continue
		}
		last := in.operands[len(in.operands)-1]
		if strings.Contains(last, "(") { // a store: its source was only passing through
			for register := range held {
				if regexp.MustCompile(`\b` + register + `\b`).MatchString(strings.Join(in.operands[:len(in.operands)-1], " ")) {
					delete(held, register)
				}
			}
			continue
		}
		delete(held, last)
		if n, err := strconv.ParseInt(strings.TrimPrefix(in.operands[0], "$"), 0, 64); err == nil &&
			strings.HasPrefix(in.operands[0], "$") && n >= 1000 && n < 1000+arguments {
			held[last] = int(n - 1000)
		}
	}
	return [arguments]string{}, fmt.Errorf("no call in the disassembly")
}

// calls: how integer arguments are passed, and which register holds the current goroutine.
func calls(l *lab) ([]fact, error) {
	var facts []fact
	systemV := []string{"DI", "SI", "DX", "CX", "R8", "R9"}
	for _, arch := range []string{"amd64", "arm64"} {
		object, err := l.compile("registers/registers.go", "GOOS=darwin", "GOARCH="+arch)
		if err != nil {
			return nil, err
		}
		list, err := l.disassemble(object, `\.call$`)
		if err != nil {
			return nil, err
		}
		registers, err := argumentRegisters(list)
		if err != nil {
			return nil, err
		}
		n, inSystemV := 0, 0
		for i, register := range registers {
			if register != "" {
				n++
			}
			if i < len(systemV) && register == systemV[i] {
				inSystemV++
			}
		}
		if n == 0 {
			return nil, fmt.Errorf("no argument is in a register on %s", arch)
		}
		g, err := goroutineRegister(list)
		if err != nil {
			return nil, err
		}
		facts = append(facts,
			fact{"integers_in_registers:count", "arch=" + arch, int64(n)},
			fact{"g_register:count", "arch=" + arch, g})
		if arch == "amd64" {
			facts = append(facts, fact{"integers_in_registers:count", "arch=amd64/as=systemv", int64(inSystemV)})
		}
	}
	return facts, nil
}

var stackGuard = regexp.MustCompile(`^(?:0x10|16)\(R(\d+)\)$`)

// goroutineRegister is the number of the register through which the prologue reads the limit of the
// stack, which is a field of the current goroutine at offset 16.
func goroutineRegister(list []instruction) (int64, error) {
	for _, in := range list {
		for _, operand := range in.operands {
			if m := stackGuard.FindStringSubmatch(operand); m != nil {
				return strconv.ParseInt(m[1], 10, 64)
			}
		}
	}
	return 0, fmt.Errorf("no stack check in the prologue")
}

// loops: vector instructions in plain loops, at the highest level of each architecture. The listing
// of the compiler is read, since objdump does not know every architecture in every version.
func loops(l *lab) ([]fact, error) {
	count := func(source string, registers string, env ...string) (int64, error) {
		out, err := l.run(command{env: env, args: []string{"tool", "compile", "-S", "-p", "planted", "-o", l.path("loop.o"), l.plant(source)}})
		if err != nil {
			return 0, err
		}
		var n, all int64
		for _, line := range strings.Split(out, "\n") {
			if fields := strings.SplitN(line, "\t", 4); len(fields) == 4 && strings.Contains(fields[1], source) {
				all++
				if regexp.MustCompile(registers).MatchString(fields[3]) {
					n++
				}
			}
		}
		if all == 0 {
			return 0, fmt.Errorf("no listing of %s", source)
		}
		return n, nil
	}
	levels := []struct{ arch, level, registers string }{
		{"amd64", "GOAMD64=v4", `\b[XYZ]\d+\b`},
		{"arm64", "GOARM64=v9.0", `\b[VZ]\d+\.`},
		{"riscv64", "GORISCV64=rva23u64", `\bV\d+\b`},
	}
	control, err := count("control/control.go", levels[0].registers, "GOOS=linux", "GOARCH=amd64", levels[0].level)
	if err != nil {
		return nil, err
	}
	if control == 0 {
		return nil, fmt.Errorf("no vector register is found where one is used")
	}
	minor, err := l.minor()
	if err != nil {
		return nil, err
	}
	var facts []fact
	for _, level := range levels {
		if level.arch == "riscv64" && minor < 25 {
			level.level = "GORISCV64=" // rva23u64 is of Go 1.25
		}
		n, err := count("loop/loop.go", level.registers, "GOOS=linux", "GOARCH="+level.arch, level.level)
		if err != nil {
			return nil, err
		}
		facts = append(facts, fact{"vector_instructions:count", "in=loop/arch=" + level.arch, n})
	}
	return facts, nil
}

// assembler: whether it takes an operand that is well written and wrong.
func assembler(l *lab) ([]fact, error) {
	assemble := func(source string) (string, error) {
		return l.run(command{env: []string{"GOOS=linux", "GOARCH=amd64"},
			args: []string{"tool", "asm", "-p", "planted", "-o", l.path("shift.o"), l.plant(source)}})
	}
	if _, err := assemble("assembly/right.s"); err != nil {
		return nil, err
	}
	out, err := assemble("assembly/wrong.s")
	rejected, err := refused(out, err, "invalid instruction")
	if err != nil {
		return nil, err
	}
	return []fact{{"tools:count", "fact=asm_takes_wrong_operand", truth(!rejected)}}, nil
}
