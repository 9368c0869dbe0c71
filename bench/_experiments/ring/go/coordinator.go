package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"slices"
	"time"
)

// plan is how a training is to go.
type plan struct {
	start    int // members that begin
	rounds   int
	strikeAt int // round in which the fault strikes
	interval time.Duration
	missed   int // heartbeats that may be missed
}

// limit is how long a member may be silent.
func (p plan) limit() time.Duration { return p.interval * time.Duration(p.missed) }

// coordinator orders the rounds, proves their sums, and watches over the members.
type coordinator struct {
	plan
	strike func(id int32) // does the harm; nil: no fault
	events chan event

	members []*peer // those of the ring, in its order
	epoch   int
	round   int
	reports map[int32]report // of this round, or the last words of members
	began   time.Time        // of this round; zero when the ring was formed anew in it
	result  result
}

// peer is a member as the coordinator sees it.
type peer struct {
	place
	control net.Conn
	seen    time.Time
}

// event is a report of a member, or, with err, the end of its connection.
type event struct {
	from   *peer
	report report
	err    error
	at     time.Time
}

// serve reads the reports of one member. The time of arrival is taken here, so that a coordinator
// with much to do does not hold its own delay against the member.
func (c *coordinator) serve(control net.Conn) {
	p := &peer{control: control}
	decoder := json.NewDecoder(control)
	for {
		e := event{from: p}
		e.err = decoder.Decode(&e.report)
		e.at = time.Now()
		c.events <- e
		if e.err != nil {
			return
		}
	}
}

// train runs all rounds, from the first word of the members to their last.
func (c *coordinator) train(ctx context.Context) error {
	check := time.NewTicker(c.interval / 4)
	defer check.Stop()
	for {
		var err error
		select {
		case e := <-c.events:
			err = c.take(e)
		case <-check.C:
			err = c.check()
		case <-ctx.Done():
			err = context.Cause(ctx)
		}
		if err != nil || c.finished() {
			return err
		}
	}
}

// take handles one event.
func (c *coordinator) take(e event) error {
	p := e.from
	switch {
	case e.report.Hello != nil:
		p.place, p.seen = *e.report.Hello, e.at
		c.members = append(c.members, p)
		if len(c.members) == c.start {
			slices.SortFunc(c.members, func(a, b *peer) int { return int(a.ID - b.ID) })
			return c.form()
		}
		return nil
	case e.err != nil && c.epoch == 0:
		return fmt.Errorf("before the training began: member: %v", e.err)
	case !slices.Contains(c.members, p):
		return nil // evicted before
	case e.err != nil:
		return c.evict(p)
	}
	p.seen = e.at
	r := e.report
	if r.Weights == nil && (r.Own == nil || r.Epoch != c.epoch || r.Round != c.round) {
		return nil // a heartbeat, or a round of an epoch that is over
	}
	c.reports[p.ID] = r
	if len(c.reports) < len(c.members) || c.round == c.rounds {
		return nil
	}
	return c.prove()
}

// finished says whether all members have said their last words.
func (c *coordinator) finished() bool {
	return c.epoch > 0 && c.round == c.rounds && len(c.reports) == len(c.members)
}

// prove compares what every member got with the sum of what all members gave, and orders the next
// round. This is also the barrier: no round counts before all members have it.
func (c *coordinator) prove() error {
	want := make([]int64, features+1)
	for _, r := range c.reports {
		for i, v := range r.Own {
			want[i] += v
		}
	}
	for id, r := range c.reports {
		if !slices.Equal(r.Sum, want) {
			return fmt.Errorf("round %d: member %d got a wrong sum", c.round, id)
		}
	}
	now := time.Now()
	c.result.proven(c.began, now)
	c.round++
	c.order()
	c.began = now
	if c.round == c.strikeAt && c.strike != nil {
		victim := c.members[len(c.members)-1].ID
		c.result.struck(victim)
		c.strike(victim)
	}
	return nil
}

// check evicts all members that were silent for too long, at once. What has arrived is read first.
// The last member stays: without it there is no model.
func (c *coordinator) check() error {
	for len(c.events) > 0 {
		if err := c.take(<-c.events); err != nil {
			return err
		}
	}
	if c.epoch == 0 {
		return nil
	}
	now := time.Now()
	var late []*peer
	for _, p := range c.members {
		if now.Sub(p.seen) > c.limit() {
			late = append(late, p)
		}
	}
	if len(late) == len(c.members) {
		late = late[1:]
	}
	if len(late) == 0 {
		return nil
	}
	return c.evict(late...)
}

// evict takes members out of the ring and forms a new one of the others.
func (c *coordinator) evict(late ...*peer) error {
	for _, p := range late {
		p.control.Close()
		c.members = slices.DeleteFunc(c.members, func(q *peer) bool { return q == p })
		c.result.evicted(p.ID)
	}
	if len(c.members) == 0 {
		return errors.New("no member is left")
	}
	if c.round == c.rounds { // all sums are proven, only last words are missing
		for _, p := range late {
			delete(c.reports, p.ID)
		}
		return nil
	}
	return c.form()
}

// form begins a new epoch: the same round once more, in a ring of those who are left.
func (c *coordinator) form() error {
	c.epoch++
	c.order()
	c.began = time.Time{}
	return nil
}

// order tells all members what to do now. One that cannot be told is noticed by its silence.
func (c *coordinator) order() {
	o := order{Epoch: c.epoch, Round: c.round, End: c.round == c.rounds}
	for _, p := range c.members {
		o.Ring = append(o.Ring, p.place)
	}
	c.reports = map[int32]report{}
	for _, p := range c.members {
		p.control.SetWriteDeadline(time.Now().Add(c.limit()))
		json.NewEncoder(p.control).Encode(o)
	}
}
