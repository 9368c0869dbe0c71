package main

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"runtime"
	"strings"

	"cgo/call"
)

// What a call of add goes through, from Go's stub to C's.
const boundary = `^(main\._Cfunc_add|_cgo_[0-9a-f]+_Cfunc_add|runtime\.(asm)?cgocall)(\.abi0)?$`

// xmmStore matches an instruction that writes a vector register to memory, in the spelling of
// go tool objdump.
var xmmStore = regexp.MustCompile(`\sV?MOV[A-Z]+ (X\d+), \S*\(`)

// registers counts the vector registers that are written to memory on the way to C and back.
func registers() {
	if runtime.GOARCH != "amd64" {
		return // others have no register of that name
	}
	exe, err := os.Executable()
	if err != nil {
		call.Fatal(err)
	}
	code := goCommand("tool", "objdump", "-s", boundary, exe)
	if !strings.Contains(code, "TEXT runtime.asmcgocall") {
		call.Fatal(errors.New("go tool objdump: no runtime.asmcgocall"))
	}
	saved := map[string]bool{}
	for _, m := range xmmStore.FindAllStringSubmatch(code, -1) {
		saved[m[1]] = true
	}
	fmt.Printf("BenchmarkRegisters 1 %d /cgo/xmm_saved:count\n", len(saved))
}
