package startup

import "github.com/cupelgo/cupel/internal/finding"

var cgoAtInit = cause{
	phase: phaseInit,
	Rule: finding.Rule{
		Name:    "cgo-at-init",
		Title:   "runs C code in package init",
		Class:   "cgo",
		Doc:     "The call into C does not return before the library is set up; Go cannot overlap it.",
		Do:      "set the library up on first use; look inside with perf record -g",
		Before:  `var _ = C.library_init()`,
		After:   `var setUp = sync.OnceValue(func() C.int { return C.library_init() })`,
		Sources: []string{"https://pkg.go.dev/cmd/cgo"},
	},
}

var cgoOnPath = cause{
	phase: phaseMain,
	Rule: finding.Rule{
		Name:    "cgo-on-path",
		Title:   "runs C code before it is ready",
		Class:   "cgo",
		Doc:     "The path to ready goes through a call into C that takes this long.",
		Do:      "call it in a goroutine beside other work or after ready; look inside with perf record -g",
		Before:  `C.load_model(path)`,
		After:   `go func() { C.load_model(path); close(loaded) }()`,
		Sources: []string{"https://pkg.go.dev/cmd/cgo"},
	},
}
