package startup

import "github.com/cupelgo/cupel/internal/finding"

var manySmallInits = cause{
	phase: phaseInit,
	match: never,
	Rule: finding.Rule{
		Name:  "many-small-inits",
		Title: "runs many init functions, each small, that add up",
		Class: "cpu",
		Doc: "No single init function of this module is slow, their sum is; importing one package " +
			"pulls in all that it depends on.",
		Do: "import only the packages that are needed; look for a lighter client or a sub-package; " +
			"move rarely used parts behind a binary or plug-in of their own",
		Before:  `import _ "example.com/sdk/everything"`,
		After:   `import "example.com/sdk/service/queue"`,
		Sources: []string{"https://go.dev/ref/spec#Package_initialization"},
	},
}
