package startup

import "github.com/cupelgo/cupel/internal/finding"

var sleepAtInit = cause{
	phase: phaseInit,
	Rule: finding.Rule{
		Name:    "sleep-at-init",
		Title:   "sleeps in package init",
		Class:   "sleep",
		Doc:     "A sleep or timer before main delays every start by its full length.",
		Do:      "wait for the condition itself (a channel, a connection, a file event) outside of init",
		Before:  `func init() { time.Sleep(time.Second) } // let the agent come up`,
		After:   `err := waitForAgent(ctx) // in main, ends as soon as it is up`,
		Sources: []string{"https://go.dev/ref/spec#Program_initialization"},
	},
}

var sleepOnPath = cause{
	phase: phaseMain,
	Rule: finding.Rule{
		Name:    "sleep-on-path",
		Title:   "sleeps before it is ready",
		Class:   "sleep",
		Doc:     "The program does nothing until the clock lets it go on.",
		Do:      "wait for the condition itself instead of a fixed time, or begin the first tick at once",
		Before:  `time.Sleep(2 * time.Second) // give the cache time to warm up`,
		After:   `select { case <-cache.Ready(): case <-ctx.Done(): }`,
		Sources: []string{"https://pkg.go.dev/time#Sleep"},
	},
}

var retryBackoff = cause{
	match: never,
	Rule: finding.Rule{
		Name:  "retry-backoff",
		Title: "sleeps between retries of a dependency that is not ready",
		Class: "sleep",
		Doc: "The dependency was refused or not there, and the program slept before each new try; " +
			"with exponential back-off up to half of the wait comes after the dependency is up.",
		Do: "begin with a short delay and a low cap during start, order the services so that the " +
			"dependency is up first, or become ready without it and connect in the background",
		Before:  `for try := 0; db == nil; try++ { db = dial(); time.Sleep(time.Second << try) }`,
		After:   `for delay := 10 * time.Millisecond; db == nil; delay = min(2*delay, 250*time.Millisecond) { … }`,
		Sources: []string{"https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/"},
	},
}
