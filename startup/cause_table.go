package startup

import "github.com/cupelgo/cupel/internal/finding"

var tableAtInit = cause{
	phase: phaseInit,
	match: calls("runtime.mapassign", "runtime.growslice", "runtime.makeslice", "runtime.makemap",
		"internal/runtime/maps.", "runtime.hashGrow", "runtime.growWork", "runtime.evacuate"),
	Rule: finding.Rule{
		Name:  "table-at-init",
		Title: "builds a big map or table in package init",
		Class: "cpu",
		Doc: "Map literals with many entries and tables filled by loops are built entry by entry at " +
			"every start; the linker cannot lay them out in advance.",
		Do: "build it on first use with sync.OnceValue; use a switch, a sorted array of constants " +
			"(which the linker lays out) or a size hint",
		Before: `var names = map[string]int{ /* 50,000 entries */ }`,
		After:  `var names = sync.OnceValue(func() map[string]int { return buildNames() })`,
		Sources: []string{
			"https://go.dev/ref/spec#Package_initialization",
			"https://github.com/golang/go/issues/20095",
		},
	},
}
