package main

import (
	"sync"
	"time"
)

// everyTaskAtOnce starts a goroutine for each task and leaves the rest to the scheduler.
func everyTaskAtOnce(tasks []task, begin time.Time) {
	var wg sync.WaitGroup
	wg.Add(len(tasks))
	for i := range tasks {
		t := &tasks[i]
		t.handed = time.Since(begin)
		go func() {
			defer wg.Done()
			t.delay(time.Since(begin) - t.handed)
			t.work(begin)
		}()
	}
	wg.Wait()
}

// semaphore starts a goroutine for each task too, and lets limit of them work at a time. The
// channel holds permits, and each carries the moment at which it was given back: that is when
// the goroutine that waited for it became runnable. Without it, a wait for the semaphore could not
// be told from a wait for a P.
func semaphore(tasks []task, begin time.Time, limit int) {
	permits := make(chan time.Duration, limit)
	for i := 0; i < limit; i++ {
		permits <- 0
	}
	var wg sync.WaitGroup
	wg.Add(len(tasks))
	for i := range tasks {
		t := &tasks[i]
		t.handed = time.Since(begin)
		go func() {
			defer wg.Done()
			asked := time.Since(begin)
			t.delay(asked - t.handed)
			returned := <-permits
			if returned > asked { // else it lay there, and nothing was waited for
				t.waited = returned - asked
				t.delay(time.Since(begin) - returned)
			}
			t.work(begin)
			permits <- time.Since(begin)
		}()
	}
	wg.Wait()
}

// pool has limit goroutines in all; a task is an element of a channel until one takes it.
func pool(tasks []task, begin time.Time, limit int) {
	queue := make(chan *task, len(tasks))
	var wg sync.WaitGroup
	wg.Add(limit)
	for i := 0; i < limit; i++ {
		go func() {
			defer wg.Done()
			for t := range queue {
				t.waited = time.Since(begin) - t.handed
				t.work(begin)
			}
		}()
	}
	for i := range tasks {
		tasks[i].handed = time.Since(begin)
		queue <- &tasks[i]
	}
	close(queue)
	wg.Wait()
}
