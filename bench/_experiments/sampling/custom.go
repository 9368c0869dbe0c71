package main

import (
	"bytes"
	"fmt"
	"runtime/pprof"

	"github.com/google/pprof/profile"
)

const waits = 10

// customProfile records waits that the runtime knows nothing of - a device, a network card - in a
// profile of the program's own, and reads it back as any pprof tool would.
func customProfile() error {
	device := pprof.NewProfile("device-wait")
	for i := 0; i < waits; i++ {
		waitForDevice(device, new(int))
	}
	var b bytes.Buffer
	if err := pprof.Lookup("device-wait").WriteTo(&b, 0); err != nil {
		return err
	}
	p, err := profile.Parse(&b)
	if err != nil {
		return err
	}
	var seen int64
	for _, s := range p.Sample {
		if under(s, "waitForDevice") {
			seen += s.Value[0]
		}
	}
	fmt.Println(waits, "waits for a device")
	figure("", float64(seen)/waits, "/sampling/device_waits_seen:ratio")
	return nil
}

//go:noinline
func waitForDevice(p *pprof.Profile, wait *int) { p.Add(wait, 0) }
