package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"

	"cgo/call"
)

// flags asks the go command that built this for its own CGO_CFLAGS, those of the user aside, and
// counts -fno-semantic-interposition in them.
func flags() {
	out := goCommand("env", "CGO_CFLAGS")
	fmt.Fprintf(os.Stderr, "CGO_CFLAGS %s", out)
	fmt.Printf("BenchmarkFlags 1 %d /cgo/no_semantic_interposition:count\n",
		strings.Count(out, "-fno-semantic-interposition"))
}

// goCommand runs the toolchain that built this, as GOTOOLCHAIN says.
func goCommand(args ...string) string {
	cmd := exec.Command("go", args...)
	cmd.Env = append(os.Environ(), "CGO_CFLAGS=", "GOENV=off")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		call.Fatal(fmt.Errorf("go %s: %w", args[0], err))
	}
	return string(out)
}
