package startup

import "github.com/cupelgo/cupel/internal/finding"

// initDeadlock is told of programs that never get ready, see stuckinit.go: it has no place on a path to
// ready.
var initDeadlock = cause{
	phase: phaseInit,
	match: never,
	Rule: finding.Rule{
		Name:  ruleInitDeadlock,
		Title: "waits in package init for what can only happen after it",
		Class: "lock",
		Doc: "Package init runs on one goroutine, package after package, and main begins when all of it has " +
			"returned. An init function that waits for a goroutine which itself needs the init function, its " +
			"package's Once or its lock to be done, or for nobody at all, waits for ever. The place named is " +
			"where it waits; the first line says for whom.",
		Do: "start what it waits for in main, after all init functions; nothing that waits belongs in init",
		Before: `var conn = connect()

func connect() *Conn {
	done := make(chan *Conn)
	go func() { done <- dial(settings()) }() // settings waits for a Once that this init holds
	return <-done
}`,
		After: `func main() {
	conn := connect()
	serve(conn)
}`,
		Sources: []string{"https://go.dev/ref/spec#Package_initialization", "https://pkg.go.dev/sync#Once.Do"},
	},
}
