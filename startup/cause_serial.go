package startup

import "github.com/cupelgo/cupel/internal/finding"

// serialWaits is information: the waits themselves are ranked as what they are, and the time that
// would be saved is part of theirs. See serial.go.
var serialWaits = cause{
	phase: phaseMain,
	match: never,
	Rule: finding.Rule{
		Name:  "serial-waits",
		Title: "waits one after another for what may run side by side",
		Class: "network",
		Doc: "After main began, a function of the main module makes calls that each wait at least 5 ms " +
			"and 5 % of the start, the next as soon as the one before is over, and each begins anew: it " +
			"opens a connection or file of its own, starts a process or asks for a name, in no goroutine " +
			"that was there before. Side by side they would take as long as the longest. The trace does not " +
			"show whether a call uses the answer of the one before: that is for you to say. Left out are " +
			"sleeps, which are there to delay what follows, callbacks, and repeats of one line, since a " +
			"loop over peers looks like the round trips of one request.",
		Do: "if neither needs the other's answer, run them side by side (errgroup); the cost is what " +
			"that would save",
		Before: `cfg, err := fetchConfig(ctx)
flags, err := fetchFlags(ctx)`,
		After: `g, ctx := errgroup.WithContext(ctx)
g.Go(func() (err error) { cfg, err = fetchConfig(ctx); return })
g.Go(func() (err error) { flags, err = fetchFlags(ctx); return })
err := g.Wait()`,
		Sources: []string{"https://pkg.go.dev/golang.org/x/sync/errgroup", "https://go.dev/blog/pipelines"},
	},
}
