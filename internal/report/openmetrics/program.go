package openmetrics

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/cupelgo/cupel/evidence"
)

// programOf is what all series are of: the kind of record, the program, how it was started, and the labels given.
func programOf(rec *evidence.Record) labels {
	name := rec.Subject.Package
	if name == "" {
		name = rec.Subject.File[strings.LastIndexAny(rec.Subject.File, `/\`)+1:]
	}
	all := labels{
		{"kind", rec.Kind}, {"program", name}, {"program_version", rec.Subject.Version}, {"arms", bounded(commandLine(compared(rec)))},
		{"args", bounded(commandLine(rec.Subject.Args))}, {"started_with", bounded(strings.Join(startedWith(rec), " "))},
	}
	return all.and(given(rec.Labels))
}

// compared are the arms of a comparison; of other records the only one is the program.
func compared(rec *evidence.Record) []string {
	if len(rec.Plan.Arms) < 2 {
		return nil
	}
	return rec.Plan.Arms
}

// startedWith is what changes a start besides its arguments, as it was given.
func startedWith(rec *evidence.Record) []string {
	var all []string
	if rec.Subject.Build["-race"] == "true" {
		all = append(all, "-race")
	}
	if ready := rec.Plan.Readiness; ready != "" && ready != "auto" {
		all = append(all, "--ready", commandLine([]string{ready}))
	}
	if rec.Plan.Terminal {
		all = append(all, "--pty")
	}
	for _, key := range slices.Sorted(slices.Values(rec.Subject.EnvKeys)) {
		all = append(all, "--env", key)
	}
	return all
}

// commandLine joins arguments with blanks and quotes those that have some, so that others give another text.
func commandLine(args []string) string {
	all := make([]string, len(args))
	for i, arg := range args {
		if all[i] = arg; arg == "" || strings.ContainsAny(arg, " \t\r\n\"'") {
			all[i] = strconv.Quote(arg)
		}
	}
	return strings.Join(all, " ")
}

// longestText is how much of a command line is written, in characters: it stands in each series.
const longestText = 200

// bounded is text, or its beginning and 8 hexadecimal digits of its SHA-256 where it is longer than longestText.
func bounded(text string) string {
	runes := []rune(text)
	if len(runes) <= longestText {
		return text
	}
	sum := sha256.Sum256([]byte(text))
	return string(runes[:longestText]) + "… sha256:" + hex.EncodeToString(sum[:4])
}

// given are the labels of a record, by name.
func given(all map[string]string) labels {
	var out labels
	for _, name := range slices.Sorted(maps.Keys(all)) {
		out = append(out, label{out.free(labelPrefix + word(name)), all[name]})
	}
	return out
}
