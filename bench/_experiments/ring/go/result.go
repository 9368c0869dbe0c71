package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"time"
)

// result is what a training has shown.
type result struct {
	rounds  int             // of which every sum was proven
	healthy int             // members that were evicted without a fault
	times   []time.Duration // of the rounds in which no ring was formed
	loss    float64         // see lossRatio

	victim   int32
	at       time.Time // when the fault struck
	detected time.Duration
	resumed  time.Duration // until the first sum of the new ring was proven
}

func (r *result) struck(victim int32) { r.victim, r.at = victim, time.Now() }

func (r *result) evicted(id int32) {
	if id != r.victim {
		r.healthy++
		return
	}
	r.detected = time.Since(r.at)
}

func (r *result) proven(began, now time.Time) {
	r.rounds++
	if !began.IsZero() {
		r.times = append(r.times, now.Sub(began))
	}
	if r.detected > 0 && r.resumed == 0 {
		r.resumed = now.Sub(r.at)
	}
}

// end lets the members go, now that all have finished, and compares the models they ended with.
func (c *coordinator) end(d *driver) (*result, error) {
	r := &c.result
	weights := c.reports[c.members[0].ID].Weights
	for _, p := range c.members {
		if !slices.Equal(c.reports[p.ID].Weights, weights) {
			return nil, fmt.Errorf("the models of members %d and %d differ", c.members[0].ID, p.ID)
		}
		p.control.Close()
	}
	r.loss = lossRatio(weights)
	if c.strike != nil && r.resumed == 0 {
		return nil, errors.New("the fault was not noticed")
	}
	for _, p := range c.members {
		if err := d.wait(p.ID); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// print prints the proof, which is the same whenever a fault strikes and whoever is left, and the
// figures.
func (r *result) print(w io.Writer) {
	fmt.Fprintf(w, "%d rounds, and in each every member of the ring got the sum of its members\n",
		r.rounds)
	fmt.Fprintf(w, "BenchmarkRing 1 %d /ring/healthy_evicted:count %.6g /ring/loss:ratio",
		r.healthy, r.loss)
	if len(r.times) > 0 {
		slices.Sort(r.times)
		fmt.Fprintf(w, " %.6g /ring/round:seconds", r.times[len(r.times)/2].Seconds())
	}
	if r.resumed > 0 {
		fmt.Fprintf(w, " %.6g /ring/detect:seconds %.6g /ring/resume:seconds",
			r.detected.Seconds(), r.resumed.Seconds())
	}
	fmt.Fprintln(w)
}
