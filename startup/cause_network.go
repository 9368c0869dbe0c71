package startup

import "github.com/cupelgo/cupel/internal/finding"

var networkAtInit = cause{
	phase: phaseInit,
	Rule: finding.Rule{
		Name:  "network-at-init",
		Title: "waits for the network in package init",
		Class: "network",
		Doc: "Package init runs on one goroutine before main: nothing else can start meanwhile, no " +
			"flag is parsed yet, and there is no context, time limit or way to report an error.",
		Do:      "move the request out of init into a function that main calls, with a context and a time limit; start it in a goroutine when others need not wait",
		Before:  `var config = mustFetch("http://config/app")`,
		After:   `config, err := fetch(ctx, "http://config/app") // in main, with a deadline`,
		Sources: []string{"https://go.dev/ref/spec#Program_initialization"},
	},
}

var networkOnPath = cause{
	phase: phaseMain,
	Rule: finding.Rule{
		Name:  "network-on-path",
		Title: "waits for the network before it is ready",
		Class: "network",
		Doc:   "The start is as slow as the peer that answers, and fails when it does.",
		Do: "send independent requests side by side (errgroup), begin serving first and load in the " +
			"background, or keep the last answer on disk",
		Before: `cfg, err := fetchConfig(ctx)
flags, err := fetchFlags(ctx)`,
		After: `g, ctx := errgroup.WithContext(ctx)
g.Go(func() (err error) { cfg, err = fetchConfig(ctx); return })
g.Go(func() (err error) { flags, err = fetchFlags(ctx); return })
err := g.Wait()`,
		Sources: []string{"https://pkg.go.dev/golang.org/x/sync/errgroup"},
	},
}
