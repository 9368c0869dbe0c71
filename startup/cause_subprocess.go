package startup

import "github.com/cupelgo/cupel/internal/finding"

var subprocessAtInit = cause{
	phase: phaseInit,
	Rule: finding.Rule{
		Name:    "subprocess-at-init",
		Title:   "waits for a child process in package init",
		Class:   "subprocess",
		Doc:     "The child runs to its end before main begins, at every start.",
		Do:      "run it when its answer is needed, or replace it by a library call or build-time constant",
		Before:  `var revision, _ = exec.Command("git", "rev-parse", "HEAD").Output()`,
		After:   `info, _ := debug.ReadBuildInfo() // holds vcs.revision`,
		Sources: []string{"https://pkg.go.dev/runtime/debug#ReadBuildInfo"},
	},
}

var subprocessOnPath = cause{
	phase: phaseMain,
	Rule: finding.Rule{
		Name:   "subprocess-on-path",
		Title:  "waits for a child process before it is ready",
		Class:  "subprocess",
		Doc:    "The start takes at least as long as the child.",
		Do:     "run it beside other work, after ready, or replace it by a library call",
		Before: `out, err := exec.Command("helm", "version").Output()`,
		After: `version := sync.OnceValues(func() ([]byte, error) {
	return exec.Command("helm", "version").Output()
})
go version()`,
		Sources: []string{"https://pkg.go.dev/os/exec"},
	},
}
