package startup

import "github.com/cupelgo/cupel/internal/finding"

var goroutineBurst = cause{
	match: func(s *slice) bool { return s.Burst },
	Rule: finding.Rule{
		Name:  "goroutine-burst",
		Title: "starts so many goroutines that the path to ready waits for its turn among them",
		Class: "sched",
		Doc: "Goroutines share the processors in turn: with hundreds of them ready to run, one that the " +
			"path needs waits until most of the others had theirs. The place named is the go statement " +
			"that began most of them.",
		Do: "begin them after ready, or let a few workers (one less than GOMAXPROCS) take the work " +
			"from a channel",
		Before: `for _, d := range docs { go index(d) } // 20,000 of them
listen()`,
		After: `g.SetLimit(max(1, runtime.GOMAXPROCS(0)-1)) // leaves one processor for the path
go func() { for _, d := range docs { g.Go(func() error { return index(d) }) } }()
listen()`,
		Sources: []string{"https://go.dev/src/runtime/proc.go", "https://pkg.go.dev/golang.org/x/sync/errgroup#Group.SetLimit"},
	},
}
