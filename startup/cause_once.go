package startup

import "github.com/cupelgo/cupel/internal/finding"

var onceOnPath = cause{
	phase: phaseMain,
	match: calls("sync.(*Once).doSlow"),
	Rule: finding.Rule{
		Name:  "once-on-path",
		Title: "does one-time work in a sync.Once before it is ready",
		Class: "cpu",
		Doc: "The first caller of a Once or OnceValue pays for it, and here that is the path to ready: " +
			"the work was put off until first use, and the first use comes before ready.",
		Do: "look whether the start needs the result: if not, call it when the first request does; if " +
			"so, begin the Once in a goroutine as early as possible, or make its function cheaper",
		Before: `var words = sync.OnceValue(loadWords)
log.Fatal(http.Serve(l, handler(words())))`,
		After: `go words() // the first request waits if it comes too early
log.Fatal(http.Serve(l, handler(words)))`,
		Sources: []string{"https://pkg.go.dev/sync#OnceValue"},
	},
}
