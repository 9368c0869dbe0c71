#!/bin/sh
# Records testdata/<what>-<go version>.trace with each of the toolchains that the tests cover.
# Run it by `go generate ./internal/gotrace`, then `go test ./internal/gotrace -update`.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
cp "$here"/program/*.go "$work"
cd "$work"
for version in go1.22.12 go1.24.11 go1.26.0 go1.27.0; do
	rm -f go.mod
	GOTOOLCHAIN=$version go mod init example.com/program 2>/dev/null
	GOTOOLCHAIN=$version GOFLAGS= go build -trimpath -o program .
	for what in accept callback channel coroutine gc generations mutex pingpong syscalls timer; do
		GOMAXPROCS=2 ./program $what >"$here/$what-$version.trace"
	done
done
rm "$here/coroutine-go1.22.12.trace" # there are none yet
