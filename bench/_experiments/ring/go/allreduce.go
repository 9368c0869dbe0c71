package main

import (
	"encoding/binary"
	"net"
)

// ring is the place of a member among n: it hears the one before it and tells the one after it.
type ring struct {
	place, n   int
	prev, next net.Conn // nil in a ring of one
}

// allReduce replaces vector by the sum of the vectors of all members. Each member sends 2(n-1)
// pieces of an n-th: the first half of the steps adds up, the second hands the sums around.
func (r *ring) allReduce(vector []int64) error {
	piece := func(i int) []int64 {
		i = ((i % r.n) + r.n) % r.n
		return vector[i*len(vector)/r.n : (i+1)*len(vector)/r.n]
	}
	for s := range r.n - 1 {
		into := piece(r.place - s - 1)
		heard := make([]int64, len(into))
		if err := r.exchange(piece(r.place-s), heard); err != nil {
			return err
		}
		for i, v := range heard {
			into[i] += v
		}
	}
	for s := range r.n - 1 {
		if err := r.exchange(piece(r.place+1-s), piece(r.place-s)); err != nil {
			return err
		}
	}
	return nil
}

// exchange sends and hears at the same time: if all only sent, full buffers would stop the ring.
func (r *ring) exchange(say, hear []int64) error {
	sent := make(chan error, 1)
	go func() { sent <- binary.Write(r.next, binary.LittleEndian, say) }()
	if err := binary.Read(r.prev, binary.LittleEndian, hear); err != nil {
		return err
	}
	return <-sent
}

func (r *ring) close() {
	if r.n > 1 {
		r.prev.Close()
		r.next.Close()
	}
}
