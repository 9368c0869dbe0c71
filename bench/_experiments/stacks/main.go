// Command stacks parks goroutines and says how many bytes of stack each has.
//
//	stacks PART=NUMBERS ...
//
// Each part is measured in a process of its own, since the runtime forgets neither its dead
// goroutines nor all of their stacks:
//
//	number=N,...      so many that call nothing, and then more, or what fits into free memory
//	depth=N,FRAMES    below so many frames, and at the top again
//	late=N,FRAMES     started when a collection has seen others below so many frames
//	churn=N           of mixed depth, of which half is replaced again and again
//	profile=N         whether growing stacks is in the heap profile
package main

import (
	"fmt"
	"os"
	"os/exec"
	"runtime/debug"
	"strconv"
	"strings"
)

// parts are given the numbers of their argument, as many as stated, or any number for 0.
var parts = map[string]struct {
	numbers int
	measure func(n []int) error
}{
	"number":  {0, byNumber},
	"depth":   {2, byDepth},
	"late":    {2, late},
	"churn":   {1, churn},
	"profile": {1, profile},
}

func main() {
	args, run := os.Args[1:], all
	if len(args) == 2 && args[0] == "part" {
		args, run = args[1:], part
	}
	if err := run(args); err != nil {
		fmt.Fprintln(os.Stderr, "stacks:", err)
		os.Exit(1)
	}
}

// all prints the result of the work, the same in all arms, when no part found an answer missing.
func all(args []string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	for _, arg := range args {
		cmd := exec.Command(self, "part", arg)
		cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
		endWithParent(cmd)
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("%s: %v", arg, err)
		}
	}
	fmt.Println("every goroutine answered for the frames it had passed")
	return nil
}

func part(args []string) error {
	name, numbers, _ := strings.Cut(args[0], "=")
	p, ok := parts[name]
	if !ok {
		return fmt.Errorf("no part %q", name)
	}
	var n []int
	for _, s := range strings.Split(numbers, ",") {
		v, err := strconv.Atoi(s)
		if err != nil || v < 1 {
			return fmt.Errorf("no number above 0: %q", s)
		}
		n = append(n, v)
	}
	if p.numbers > 0 && len(n) != p.numbers {
		return fmt.Errorf("want %d numbers, have %d", p.numbers, len(n))
	}
	// A collection shrinks stacks, frees those of the dead and chooses the size at which the next
	// ones start. It happens where a measurement asks for it, and nowhere else.
	debug.SetGCPercent(-1)
	return p.measure(n)
}

func figure(labels string, value float64, unit string) {
	fmt.Printf("BenchmarkStacks%s 1 %.6g %s\n", labels, value, unit)
}

func each(bytes int64, n int) float64 { return float64(bytes) / float64(n) }
