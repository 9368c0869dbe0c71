package main

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"net"
	"slices"
	"strconv"
	"sync"
	"time"
)

// order is what the coordinator tells a member: take part in this round, in the ring of this epoch.
// That a round is ordered means that the round before was proven at all members, and counts.
type order struct {
	Epoch, Round int
	Ring         []place
	End          bool // there are no more rounds

	epoch context.Context // ends with the next epoch
}

type place struct {
	ID   int32
	Port uint16
}

// report is what a member tells the coordinator. One that holds nothing is a heartbeat.
type report struct {
	Hello        *place    `json:",omitempty"`
	Epoch, Round int       `json:",omitempty"`
	Own, Sum     []int64   `json:",omitempty"` // what it gave to the round, what the ring gave it
	Weights      []float64 `json:",omitempty"` // after the last round
}

type member struct {
	id        int32
	proxy     uint16
	weights   []float64
	listening net.Listener

	telling sync.Mutex
	control *json.Encoder

	calling sync.Mutex
	inbound map[int]chan net.Conn // by epoch
}

// runMember is the process of a member: ID PROXY-PORT COORDINATOR-PORT HEARTBEAT.
func runMember(args []string) error {
	var number [3]int
	for i := range number {
		n, err := strconv.Atoi(args[i])
		if err != nil {
			return err
		}
		number[i] = n
	}
	interval, err := time.ParseDuration(args[3])
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	m := &member{id: int32(number[0]), proxy: uint16(number[1]), listening: l,
		weights: make([]float64, features), inbound: map[int]chan net.Conn{}}
	control, err := dialVia(m.proxy, route{From: m.id, To: 0, Port: uint16(number[2])})
	if err != nil {
		return err
	}
	m.control = json.NewEncoder(control)
	go m.accept()
	if err := m.tell(report{Hello: &place{m.id, portOf(l)}}); err != nil {
		return err
	}
	go m.beat(interval)
	return m.train(m.orders(control))
}

func (m *member) tell(r report) error {
	m.telling.Lock()
	defer m.telling.Unlock()
	return m.control.Encode(r)
}

func (m *member) beat(interval time.Duration) {
	for range time.Tick(interval) {
		if m.tell(report{}) != nil {
			return
		}
	}
}

// orders reads what the coordinator orders. A new epoch at once ends what goes on in the old ring.
func (m *member) orders(control net.Conn) <-chan order {
	orders := make(chan order, 16)
	go func() {
		defer close(orders)
		decoder := json.NewDecoder(control)
		epoch, current, end := 0, context.Background(), func() {}
		for {
			var o order
			if decoder.Decode(&o) != nil {
				end()
				return
			}
			if o.Epoch != epoch {
				end()
				current, end = context.WithCancel(context.Background())
				epoch = o.Epoch
			}
			o.epoch = current
			orders <- o
		}
	}()
	return orders
}

// train takes part in rounds until the coordinator closes the connection. A member that was the
// first to finish may not leave then: to the others it would look like one that failed.
func (m *member) train(orders <-chan order) error {
	own := samplesOf(int(m.id))
	var r *ring
	var unproven []int64 // the sum of the round that was reported last
	var last order
	for o := range orders {
		if unproven != nil && o.Round == last.Round+1 {
			step(m.weights, unproven)
		}
		unproven = nil
		if o.End {
			if err := m.tell(report{Round: o.Round, Weights: m.weights}); err != nil {
				return err
			}
			last = o
			continue
		}
		if r == nil || o.Epoch != last.Epoch {
			r = m.form(o, r)
		}
		last = o
		if r == nil {
			continue // the ring did not come about: the next order is of a new epoch
		}
		given := gradient(own, m.weights)
		sum := slices.Clone(given)
		if r.allReduce(sum) != nil {
			continue // a neighbour is gone, or the epoch ended
		}
		unproven = sum
		if m.tell(report{Epoch: o.Epoch, Round: o.Round, Own: given, Sum: sum}) != nil {
			break
		}
	}
	if last.End {
		return nil
	}
	return fmt.Errorf("member %d was evicted", m.id)
}

// form leaves the old ring and joins the one of an order: it calls the next member and waits for a
// call of the one before. It returns nil when the epoch ended first.
func (m *member) form(o order, old *ring) *ring {
	if old != nil {
		old.close()
	}
	n := len(o.Ring)
	r := &ring{n: n, place: slices.IndexFunc(o.Ring, func(p place) bool { return p.ID == m.id })}
	if n == 1 {
		return r
	}
	next := o.Ring[(r.place+1)%n]
	var err error
	if r.next, err = dialVia(m.proxy, route{From: m.id, To: next.ID, Port: next.Port}); err != nil {
		return nil
	}
	if binary.Write(r.next, binary.LittleEndian, int64(o.Epoch)) != nil {
		r.next.Close()
		return nil
	}
	select {
	case r.prev = <-m.calls(o.Epoch):
	case <-o.epoch.Done():
		r.next.Close()
		return nil
	}
	context.AfterFunc(o.epoch, r.close)
	return r
}

// accept takes the calls of members before this one. A call may come before the order that makes
// it expected, so calls are kept by epoch.
func (m *member) accept() {
	for {
		c, err := m.listening.Accept()
		if err != nil {
			return
		}
		go func() {
			var epoch int64
			if binary.Read(c, binary.LittleEndian, &epoch) != nil {
				c.Close()
				return
			}
			m.calls(int(epoch)) <- c
		}()
	}
}

func (m *member) calls(epoch int) chan net.Conn {
	m.calling.Lock()
	defer m.calling.Unlock()
	if m.inbound[epoch] == nil {
		m.inbound[epoch] = make(chan net.Conn, 1)
	}
	return m.inbound[epoch]
}
