package startup

import "github.com/cupelgo/cupel/internal/finding"

var cpuAtInit = cause{
	phase: phaseInit,
	Rule: finding.Rule{
		Name:  "cpu-at-init",
		Title: "computes in package init",
		Class: "cpu",
		Doc: "Package init runs on one goroutine, before main and before anything that could " +
			"overlap with it.",
		Do:      "compute on first use with sync.OnceValue, at build time with go generate, or in main beside other work",
		Before:  `var primes = sieve(5_000_000)`,
		After:   `var primes = sync.OnceValue(func() []int { return sieve(5_000_000) })`,
		Sources: []string{"https://go.dev/ref/spec#Program_initialization", "https://pkg.go.dev/sync#OnceValue"},
	},
}

var cpuOnPath = cause{
	phase: phaseMain,
	Rule: finding.Rule{
		Name:  "cpu-on-path",
		Title: "computes before it is ready",
		Class: "cpu",
		Doc:   "Nothing on the way to ready can go on until this computation is done.",
		Do: "do it after ready, beside the waits on the path in a goroutine of its own, or make it " +
			"cheaper (go tool pprof shows where)",
		Before: `index := buildIndex(docs)
log.Fatal(http.Serve(l, handler(index)))`,
		After: `index := sync.OnceValue(func() *Index { return buildIndex(docs) })
go index() // warm up beside serving
log.Fatal(http.Serve(l, handler(index)))`,
		Sources: []string{"https://go.dev/doc/diagnostics"},
	},
}
