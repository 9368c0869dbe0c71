#!/usr/bin/env bash
# Records the evidence in this folder anew, with the toolchains named below, or only PROGRAM-TOOLCHAIN or
# PROGRAM-stripped, or PROGRAM-TOOLCHAIN-cold, which needs a temporary folder on a disk.
# Source paths are trimmed: whose machine it was is of no interest. Afterwards: go test ./startup -run TestRecorded -update
set -euo pipefail
cd "$(dirname "$0")"
cupel=$(mktemp -d)
trap 'rm -rf "$cupel"' EXIT
go build -o "$cupel/cupel" ../../../cmd/cupel
cp -r ../planted "$cupel/src"

record() {
	local program=$1 go=$2 to=$1-$2${3+-cold}
	rm -rf "$to" "$cupel/store"
	GOFLAGS=-trimpath GOTOOLCHAIN=$go "$cupel/cupel" startup -q --runs 6 ${3-} --dir "$cupel/store" -C "$cupel/src/$program" ./slow
	mkdir "$to"
	cp "$cupel"/store/2*/{observed.json,marks.tsv,trace.out,samples.tsv,allocs.tsv} "$to"
}

# stripped records the same of the program without its source, seen from outside.
stripped() {
	local program=$1 to=$1-stripped
	rm -rf "$to" "$cupel/store"
	(cd "$cupel/src/$program" && GOTOOLCHAIN=$2 go build -trimpath '-ldflags=-s -w' -o "$cupel/$program" ./slow)
	(cd "$cupel" && ./cupel startup -q --runs 6 --dir store "./$program")
	mkdir "$to"
	cp "$cupel"/store/2*/{observed.json,marks.tsv,events.tsv,samples.tsv} "$to"
	cp "$cupel"/store/2*/{children.json,*-[0-9]*.tsv} "$to" 2>/dev/null || true # where there are any
}

if [[ ${1-} == *-stripped ]]; then
	stripped "${1%-stripped}" go1.26.0
	exit
fi
if [[ ${1-} == *-cold ]]; then
	to=${1%-cold}
	record "${to%-go*}" "go${to##*-go}" --cold
	exit
fi
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
record regexp-at-init go1.26.0 --cold
stripped several-service go1.26.0
stripped subprocess-self-on-path go1.26.0
