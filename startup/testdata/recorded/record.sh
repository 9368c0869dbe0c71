#!/usr/bin/env bash
# Records the evidence in this folder anew, with the toolchains named below.
# Afterwards: go test ./startup -run TestRecorded -update
set -euo pipefail
cd "$(dirname "$0")"
cupel=$(mktemp -d)
trap 'rm -rf "$cupel"' EXIT
go build -o "$cupel/cupel" ../../../cmd/cupel
cp -r ../planted "$cupel/src"
for go in go1.22.12 go1.24.11 go1.26.0 go1.27.0; do
	for program in network-at-init once-wait regexp-at-init serial-waits; do
		to=$program-$go
		rm -rf "$to" "$cupel/store"
		GOTOOLCHAIN=$go "$cupel/cupel" startup -q --runs 6 --dir "$cupel/store" -C "$cupel/src/$program" ./slow
		mkdir "$to"
		cp "$cupel"/store/2*/{observed.json,marks.tsv,trace.out,allocs.tsv} "$to"
	done
done
