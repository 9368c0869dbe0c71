package main

import "sync"

// everyTaskAtOnce starts a goroutine for each task and leaves the rest to the scheduler.
func everyTaskAtOnce(tasks []task, c *clock) {
	var wg sync.WaitGroup
	wg.Add(len(tasks))
	for i := range tasks {
		t := &tasks[i]
		t.handed = c.now()
		go func() {
			defer wg.Done()
			t.delay(c.now().since(t.handed))
			t.work(c)
		}()
	}
	wg.Wait()
}

// semaphore starts a goroutine for each task too, and lets limit of them work at a time. The
// channel holds permits, and each carries the moment at which it was given back: that is when
// the goroutine that waited for it became runnable. Without it, a wait for the semaphore could not
// be told from a wait for a P.
func semaphore(tasks []task, c *clock, limit int) {
	permits := make(chan moment, limit)
	for i := 0; i < limit; i++ {
		permits <- moment{}
	}
	var wg sync.WaitGroup
	wg.Add(len(tasks))
	for i := range tasks {
		t := &tasks[i]
		t.handed = c.now()
		go func() {
			defer wg.Done()
			asked := c.now()
			t.delay(asked.since(t.handed))
			returned := <-permits
			if returned.at > asked.at { // else it lay there, and nothing was waited for
				t.turn = returned.since(asked)
				t.delay(c.now().since(returned))
			}
			t.work(c)
			permits <- c.now()
		}()
	}
	wg.Wait()
}

// pool has limit goroutines in all; a task is an element of a channel until one takes it.
func pool(tasks []task, c *clock, limit int) {
	queue := make(chan *task, len(tasks))
	var wg sync.WaitGroup
	wg.Add(limit)
	for i := 0; i < limit; i++ {
		go func() {
			defer wg.Done()
			for t := range queue {
				t.turn = c.now().since(t.handed)
				t.work(c)
			}
		}()
	}
	for i := range tasks {
		tasks[i].handed = c.now()
		queue <- &tasks[i]
	}
	close(queue)
	wg.Wait()
}
