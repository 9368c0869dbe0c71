// Package gomod answers which module and folder an import path names, as the go command does, without running it
// for more than its settings: from go.mod, go.work, vendor/modules.txt, the standard library and the module cache.
//
// Versions are selected as the go command selects them: the roots of a pruned module graph first, and the
// whole graph only if an import is not found in them; in a workspace over all its modules. Nothing is
// downloaded and nothing is written: what is not in the module cache is told as a [Problem].
//
// # Limitations
//
// GOPATH mode (GO111MODULE=off) and overlays are not known. go.mod files that the go command would mend or refuse
// are taken as they are.
//
// Sources: the Go modules reference; cmd/go/internal/modload.
package gomod
