package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
)

// clock finds the three wall times of a collection in its line of GODEBUG=gctrace=1, in milliseconds.
var clock = regexp.MustCompile(`(?m)^gc \d+ @.*?: ([0-9.]+)\+([0-9.]+)\+([0-9.]+) ms clock`)

// stopped finds what run prints of the runtime's own record of pauses.
var stopped = regexp.MustCompile(`(?m)^stopped (\d+) ns in (\d+) collections$`)

// trace runs the same program with GODEBUG=gctrace=1 and compares the fields of its trace with the time that
// the runtime says it stopped the world, summed over all collections.
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

	record := stopped.FindSubmatch(text.Bytes())
	lines := clock.FindAllSubmatch(text.Bytes(), -1)
	if record == nil || string(record[2]) != strconv.Itoa(len(lines)) {
		return fmt.Errorf("the trace has %d collections, the runtime counted otherwise:\n%s", len(lines), text.Bytes())
	}
	ns, err := strconv.ParseUint(string(record[1]), 10, 63)
	if err != nil || ns == 0 {
		return fmt.Errorf("no pauses in %q", record[0])
	}
	var fields [3]float64
	for _, l := range lines {
		for i := range fields {
			ms, err := strconv.ParseFloat(string(l[i+1]), 64)
			if err != nil {
				return fmt.Errorf("reading %q: %v", l[0], err)
			}
			fields[i] += ms / 1e3
		}
	}
	n, stw := float64(len(lines)), float64(ns)/1e9
	fmt.Printf("BenchmarkTrace 1 %.6g /gc/trace_outer:seconds %.6g /gc/trace_middle:seconds %.6g /gc/trace_outer_to_stw:ratio %.6g /gc/trace_middle_to_stw:ratio\n",
		(fields[0]+fields[2])/n, fields[1]/n, (fields[0]+fields[2])/stw, fields[1]/stw)
	return nil
}
