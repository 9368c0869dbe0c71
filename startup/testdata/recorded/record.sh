#!/usr/bin/env bash
# Records the evidence in this folder anew, with the toolchains named below, or only PROGRAM-TOOLCHAIN.
# Source paths are trimmed: whose machine it was is of no interest. Afterwards: go test ./startup -run TestRecorded -update
set -euo pipefail
cd "$(dirname "$0")"
cupel=$(mktemp -d)
trap 'rm -rf "$cupel"' EXIT
go build -o "$cupel/cupel" ../../../cmd/cupel
cp -r ../planted "$cupel/src"

record() {
	local program=$1 go=$2 to=$1-$2
	rm -rf "$to" "$cupel/store"
	GOFLAGS=-trimpath GOTOOLCHAIN=$go "$cupel/cupel" startup -q --runs 6 --dir "$cupel/store" -C "$cupel/src/$program" ./slow
	mkdir "$to"
	cp "$cupel"/store/2*/{observed.json,marks.tsv,trace.out,samples.tsv,allocs.tsv} "$to"
}

if [ $# -gt 0 ]; then
	record "${1%-go*}" "go${1##*-go}"
	exit
fi
for go in go1.22.12 go1.24.11 go1.26.0 go1.27.0; do
	for program in network-at-init once-wait regexp-at-init serial-waits; do
		record "$program" "$go"
	done
done
record cpu-on-path go1.22.12
record cpu-on-path go1.27.0
