// Package pool works through jobs in the background.
package pool

import (
	"crypto/sha256"
	"sync"
	"time"
)

// Pool is a pool of workers.
type Pool struct {
	jobs chan string

	mu   sync.Mutex
	sums map[string][sha256.Size]byte
}

// New returns a pool with so many workers.
func New(workers int) *Pool {
	p := &Pool{jobs: make(chan string), sums: map[string][sha256.Size]byte{}}
	for range workers {
		go p.work()
	}
	return p
}

// Add adds a job. It waits until a worker takes it.
func (p *Pool) Add(job string) { p.jobs <- job }

// Done returns how many jobs are done.
func (p *Pool) Done() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.sums)
}

func (p *Pool) work() {
	for job := range p.jobs {
		time.Sleep(10 * time.Millisecond) // stands for fetching what the job is about
		sum := sha256.Sum256([]byte(job))
		for range 1000 {
			sum = sha256.Sum256(sum[:])
		}
		p.mu.Lock()
		p.sums[job] = sum
		p.mu.Unlock()
	}
}
