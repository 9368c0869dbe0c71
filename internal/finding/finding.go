// Package finding rates, names and orders causes.
//
// Everything here is a pure function of a cause's figures and place, so that the same evidence
// gives the same findings in the same order on every machine.
package finding

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/evidence"
)

// The severities, from the heaviest. Info is for facts that are shown but never ranked as causes;
// a rule chooses it, it does not follow from a cost.
const (
	High   = "high"
	Medium = "medium"
	Low    = "low"
	Info   = "info"
)

// The thresholds of Severity, as DESIGN.md gives them: a share of the time to ready that a reader
// would notice, and an absolute cost below which nobody would act, whatever the share.
const (
	highShare, highCost     = 0.20, 0.050 // ratio, seconds
	mediumShare, mediumCost = 0.05, 0.005
)

// Rule describes one kind of cause; `cupel explain NAME` prints it.
type Rule struct {
	Name    string   // kebab-case slug, e.g. "regexp-at-init"
	Title   string   // one line, lower case
	Class   string   // cpu, gc, network, … as in evidence.Finding.Class
	Doc     string   // what is slow and how Cupel recognises it
	Do      string   // the remedy
	Before  string   // Go code that has the cause
	After   string   // the same code without it
	Sources []string // URLs of documentation, issues or measurements
}

// Severity rates a cause that costs cost of the ready seconds its pass took. Only a cause on the
// critical path can be high. It returns High, Medium or Low.
func Severity(cost, ready float64, onPath bool) string {
	if ready <= 0 {
		return Low
	}
	share := cost / ready
	switch {
	case onPath && share >= highShare && cost >= highCost:
		return High
	case share >= mediumShare && cost >= mediumCost:
		return Medium
	}
	return Low
}

// Fingerprint identifies a cause across runs and versions: 16 hex digits over the rule and the
// place, without file and line, which move with every edit.
func Fingerprint(rule, pkg, symbol string) string {
	sum := sha256.Sum256([]byte(rule + "\x00" + pkg + "\x00" + symbol))
	return hex.EncodeToString(sum[:8])
}

// Rank returns the findings with the heaviest first: by severity, then cost, then rule, package,
// symbol and line, so that equal costs have a fixed order. fs is left as it is.
func Rank(fs []evidence.Finding) []evidence.Finding {
	return slices.SortedStableFunc(slices.Values(fs), compare)
}

func compare(a, b evidence.Finding) int {
	return cmp.Or(
		cmp.Compare(weight(b.Severity), weight(a.Severity)),
		cmp.Compare(b.Cost.Value, a.Cost.Value),
		strings.Compare(a.Rule, b.Rule),
		strings.Compare(a.Where.Package, b.Where.Package),
		strings.Compare(a.Where.Symbol, b.Where.Symbol),
		cmp.Compare(a.Where.Line, b.Where.Line),
	)
}

func weight(severity string) int {
	switch severity {
	case High:
		return 3
	case Medium:
		return 2
	case Low:
		return 1
	}
	return 0
}

// Place returns file:line of a frame, with its module and version in front unless it is of the module
// home; "" where the file is not known.
func Place(f evidence.Frame, home string) string {
	if f.File == "" {
		return ""
	}
	at := f.File
	if f.Line > 0 {
		at = fmt.Sprintf("%s:%d", at, f.Line)
	}
	switch {
	case f.Module == "std":
		return "$GOROOT/src/" + at
	case f.Version != "":
		return f.Module + "@" + f.Version + "/" + at
	case f.Module != "" && f.Module != home:
		return f.Module + "/" + at // replaced by a folder, or beside it in the workspace
	}
	return at
}
