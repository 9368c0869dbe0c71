package startup

import "github.com/cupelgo/cupel/internal/finding"

var lockContention = cause{
	Rule: finding.Rule{
		Name:  "lock-contention",
		Title: "holds a mutex that the path to ready waits for",
		Class: "lock",
		Doc: "The path waits at a mutex; the place named is what the goroutine that held it did " +
			"meanwhile.",
		Do: "hold the mutex for the update of the data only: sleep, compute and talk to others " +
			"outside of it",
		Before:  `mu.Lock(); cache = load(); mu.Unlock()`,
		After:   `fresh := load(); mu.Lock(); cache = fresh; mu.Unlock()`,
		Sources: []string{"https://pkg.go.dev/sync#Mutex"},
	},
}

var onceWait = cause{
	match: func(s *slice) bool { return onceAbove(s) },
	Rule: finding.Rule{
		Name:  "once-wait",
		Title: "runs in a sync.Once that the path to ready waits for",
		Class: "lock",
		Doc: "Another goroutine entered the Once first and the path waits until its function is done; " +
			"the place named is where that function spent the time.",
		Do: "begin the Once earlier, make its function cheaper, or let the path go on without its result",
		Before: `go warm()          // once.Do(load) inside
serve(once.Do(load))`,
		After: `go serve()         // does not need the result to begin
once.Do(load)`,
		Sources: []string{"https://pkg.go.dev/sync#Once"},
	},
}

// onceAbove reports whether the outermost lock that the slice is waited for at is a sync.Once.
func onceAbove(s *slice) bool {
	return s.Lock != nil && inOnce.on(s.Lock.Stack)
}
