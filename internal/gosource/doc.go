// Package gosource reads what a Go file says before its first declaration: the package clause, the
// imports with their lines, and under which build constraint the file counts.
//
// It answers as go/build does, at a fraction of the cost: [Scan] takes the bytes of a header in one pass and
// accepts only what go/parser certainly accepts with the same meaning. All else is left to go/parser itself.
//
// # Limitations
//
// Positions are lines, not columns. Only the gc compiler's constraints are known.
//
// Sources: the Go specification on source files and import declarations; go/build on build constraints
// and file names.
package gosource
