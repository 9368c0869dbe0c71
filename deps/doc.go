// Package deps answers: what depends on what, and is that sound?
//
// It reads the import declarations of a module's packages and of all that they reach, and finds for each import
// path the module that provides it. What comes out is a [Graph]: packages, the files that make them, and each import
// with its line. One pass takes in every file, whatever its build constraint, and the tests of the packages that
// were named; what a single platform builds is a [View] of it. Counts are of packages, modules, files and imports,
// sizes are bytes of Go source.
//
// Neither the go command's loading nor its caches are used, and nothing is downloaded: [Verify] runs `go list` beside it
// and compares, and Options.Exact takes the places of packages from it.
//
// # Limitations
//
// Source alone is read. What is generated at build time, SWIG's imports, and what -ldflags or -overlay change, is
// not seen. A file says what it imports, not what it uses at run time. A module that is not in the module cache is a
// finding, and what it would import in turn is not known.
//
// Sources: the Go modules reference; go/build; docs/field-notes.md, where graphs of foreign repositories are compared
// with those of the go command. There is no promise of compatibility for this package.
package deps
