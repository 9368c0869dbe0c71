// Package gotool drives the go command: it finds what a target means, which toolchain builds it and
// which packages go into it, and builds it plainly and with the agent inside.
//
// The plain build is the one the user would do by hand, with the same flags in the same folder. The
// instrumented one differs in two things: GOROOT is a farm of symbolic links to the real one with the
// agent's packages added, and an overlay adds one file to the main package and one call to the first
// line of main. Build ids do not contain
// GOROOT, so both builds share the build cache.
//
// A package at a version is copied from the module cache and built there as the main module, because
// the go command lays no overlay over the module cache. Its replace directives are therefore honoured,
// where `go run` would refuse them.
//
// Every go command runs in a session of its own, without a terminal to ask on, and is killed with its
// children when the context ends.
//
// # Limitations
//
// A main package of a dependency in the module cache cannot be instrumented in place; name it with a
// version. In instrumented programs the files of the standard library carry the farm's path unless
// -trimpath is set: [Target.SourcePath] takes it back.
package gotool
