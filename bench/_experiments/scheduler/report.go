package main

import (
	"fmt"
	"os"

	"github.com/google/pprof/profile"
)

// fewest is the number of samples from which on a share is stated: with 20 its standard error is
// 11 points at most.
const fewest = 20

func report(p *profile.Profile) error {
	all := count(p, "")
	if all < fewest {
		return fmt.Errorf("%d samples in the profile: more steps are needed", all)
	}
	switching := count(p, "runtime.mcall")
	figure(float64(all), "/scheduler/samples:count")
	figure(float64(switching)/float64(all), "/scheduler/switching:ratio")
	figure(float64(count(p, "runtime.findRunnable"))/float64(all), "/scheduler/findrunnable:ratio")

	schedule := count(p, "runtime.schedule")
	if schedule < fewest {
		fmt.Fprintf(os.Stderr, "%d samples in runtime.schedule: too few to divide\n", schedule)
		return nil
	}
	figure(float64(count(p, "runtime.schedule", "runtime.runqget"))/float64(schedule), "/scheduler/runqget:ratio")
	return nil
}

// count returns how many samples have all of the functions on their stacks, inlined or not.
func count(p *profile.Profile, functions ...string) (n int64) {
	for _, s := range p.Sample {
		on := map[string]bool{"": true}
		for _, l := range s.Location {
			for _, line := range l.Line {
				on[line.Function.Name] = true
			}
		}
		every := true
		for _, f := range functions {
			every = every && on[f]
		}
		if every {
			n += s.Value[0]
		}
	}
	return n
}

func figure(value float64, unit string) { fmt.Printf("BenchmarkScheduler 1 %.6g %s\n", value, unit) }
