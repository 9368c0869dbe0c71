package main

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"os/exec"
	"regexp"
	"strconv"
)

// clock finds the three wall times of a collection in its line of GODEBUG=gctrace=1, in milliseconds.
var clock = regexp.MustCompile(`(?m)^gc \d+ @.*?: ([0-9.]+)\+([0-9.]+)\+([0-9.]+) ms clock`)

// stopped finds what run prints of the runtime's own record of its stops, one number for each collection.
var stopped = regexp.MustCompile(`(?m)^stopped for \[([0-9 ]+)\] ns$`)

// trace runs the same program with GODEBUG=gctrace=1 and looks which fields of its trace are the time that the
// world was stopped: the middle one, or the first and the third together.
func trace(args []string) error {
	exe, err := os.Executable()
	if err != nil {
		return err
	}
	var text bytes.Buffer
	cmd := exec.Command(exe, args...)
	cmd.Env = append(os.Environ(), "GODEBUG=gctrace=1")
	cmd.Stdout, cmd.Stderr = os.Stdout, &text
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%v: %v\n%s", cmd, err, text.Bytes())
	}

	lines := clock.FindAllSubmatch(text.Bytes(), -1)
	record := stopped.FindSubmatch(text.Bytes())
	if record == nil {
		return fmt.Errorf("there is no record of stops:\n%s", text.Bytes())
	}
	stops := bytes.Fields(record[1])
	if len(stops) != len(lines) {
		return fmt.Errorf("the trace has %d collections, the runtime %d stops:\n%s", len(lines), len(stops), text.Bytes())
	}
	var outer, middle, middleIsStop float64
	for i, l := range lines {
		first, inner, third, stop := number(l[1])/1e3, number(l[2])/1e3, number(l[3])/1e3, number(stops[i])/1e9
		outer += first + third
		middle += inner
		if math.Abs(inner-stop) < math.Abs(first+third-stop) {
			middleIsStop++
		}
	}
	n := float64(len(lines))
	fmt.Printf("BenchmarkTrace 1 %.6g /gc/trace_outer:seconds %.6g /gc/trace_middle:seconds %.6g /gc/trace_middle_is_stw:ratio\n",
		outer/n, middle/n, middleIsStop/n)
	return nil
}

// number reads what an expression above found.
func number(b []byte) float64 {
	f, err := strconv.ParseFloat(string(b), 64)
	if err != nil {
		return math.NaN() // no figure, and cupel says so
	}
	return f
}
