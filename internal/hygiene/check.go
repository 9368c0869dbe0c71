package hygiene

import "github.com/cupelgo/cupel/internal/finding"

const class = "modules"

// reference is where most rules stand.
const reference = "https://go.dev/ref/mod"

// Checks is the table of all checks.
var Checks = []Check{
	{finding.Rule{
		Name: "replace-local", Class: class, Title: "a module is replaced by a folder",
		Doc:     "a replace directive counts in the main module alone: who imports this module gets the published version, and go install pkg@version refuses it",
		Do:      "publish the change and require it, or keep both in a workspace (go.work) that is not released",
		Sources: []string{reference + "#go-mod-file-replace"},
	}, finding.Medium, replacedByFolder},
	{finding.Rule{
		Name: "replace-fork", Class: class, Title: "a module is replaced by another one",
		Doc:     "who imports this module does not get the fork, and updates of the original are not taken",
		Do:      "have the change taken upstream, or import the fork under its own path",
		Sources: []string{reference + "#go-mod-file-replace"},
	}, finding.Low, replacedByFork},
	{finding.Rule{
		Name: "replace-unused", Class: class, Title: "a replace directive replaces nothing",
		Doc:     "no module of the build list has that path and version, so the line promises what does not happen",
		Do:      "delete the line, or mend its version",
		Sources: []string{reference + "#go-mod-file-replace"},
	}, finding.Low, replacesNothing},
	{finding.Rule{
		Name: "retracted", Class: class, Title: "a retracted version is required",
		Doc:     "its author says that this version should not be used",
		Do:      "go get the next version that is not retracted",
		Sources: []string{reference + "#go-mod-file-retract"},
	}, finding.High, retracted},
	{finding.Rule{
		Name: "deprecated", Class: class, Title: "a deprecated module is required",
		Doc:     "its author no longer maintains it, and says what to use instead",
		Do:      "move to what the note names",
		Sources: []string{reference + "#go-mod-file-module-deprecation"},
	}, finding.Medium, deprecated},
	{finding.Rule{
		Name: "unused-requirement", Class: class, Title: "a required module is not imported",
		Doc:     "a direct requirement, of which no package is imported on any platform or by any test, raises versions for nothing",
		Do:      "go mod tidy",
		Sources: []string{reference + "#go-mod-tidy"},
	}, finding.Low, unused},
	{finding.Rule{
		Name: "wrong-indirect", Class: class, Title: "an // indirect comment is wrong",
		Doc:     "who reads go.mod takes a direct dependency for one of others, or the other way round",
		Do:      "go mod tidy",
		Sources: []string{reference + "#go-mod-file-require"},
	}, finding.Info, wrongIndirect},
	{finding.Rule{
		Name: "several-majors", Class: class, Title: "several major versions of a module",
		Doc:     "each is a module of its own: both are built, linked and initialised, and their types do not fit together",
		Do:      "move the imports of the older one, or ask those who import it to",
		Sources: []string{reference + "#major-version-suffixes"},
	}, finding.Low, severalMajors},
	{finding.Rule{
		Name: "pseudo-version", Class: class, Title: "a commit is required in place of a release",
		Doc:     "the author has not released that state; it gets no fixes, and a commit can vanish from its repository",
		Do:      "require a release that has the commit, or say beside the line why not",
		Sources: []string{reference + "#pseudo-versions"},
	}, finding.Low, pseudoVersions},
	{finding.Rule{
		Name: "sum-missing", Class: class, Title: "go.sum lacks a module",
		Doc:     "the go command refuses to use a module without its sum, unless -mod=mod lets it add what it happens to download",
		Do:      "go mod tidy, or go mod download for a module that is only loaded",
		Sources: []string{reference + "#go-sum-files"},
	}, finding.Medium, sumMissing},
	{finding.Rule{
		Name: "sum-conflict", Class: class, Title: "go.sum has two sums of one module",
		Doc:     "the same version had other content at another time: it was published anew, or a proxy or mirror changed it",
		Do:      "find out which is right by sum.golang.org before either is used",
		Sources: []string{reference + "#checksum-database"},
	}, finding.High, sumConflict},
	{finding.Rule{
		Name: "cache-mismatch", Class: class, Title: "the module cache holds something else than go.sum says",
		Doc:     "what would be built is not what was reviewed: it was edited in the cache, or a download went wrong",
		Do:      "go mod verify, then go clean -modcache",
		Sources: []string{reference + "#go-mod-verify"},
	}, finding.High, cacheMismatch},
	{finding.Rule{
		Name: "mod-mod", Class: class, Title: "-mod=mod is set for every build",
		Doc:     "a build then changes go.mod and go.sum by itself, and takes what it downloads for right",
		Do:      "take -mod=mod out of GOFLAGS; let CI fail where go mod tidy -diff shows something",
		Sources: []string{reference + "#build-commands"},
	}, finding.Medium, modMod},
	{finding.Rule{
		Name: "sum-check-off", Class: class, Title: "downloads are not checked",
		Doc:     "without the checksum database nobody notices if a proxy serves other content than others got, when a module is first added",
		Do:      "name private modules in GOPRIVATE, and leave the database on for all others",
		Sources: []string{reference + "#checksum-database", reference + "#private-modules"},
	}, finding.Medium, sumCheckOff},
	{finding.Rule{
		Name: "toolchain-line", Class: class, Title: "go and toolchain lines contradict each other",
		Doc:     "the go line is the least version that may build, the toolchain line what is used where it is older",
		Do:      "go mod tidy, or go get toolchain@none",
		Sources: []string{"https://go.dev/doc/toolchain"},
	}, finding.Low, toolchainLines},
}
