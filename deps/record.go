package deps

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/claim"
	findings "github.com/cupelgo/cupel/internal/finding"
	"github.com/cupelgo/cupel/internal/host"
	"github.com/cupelgo/cupel/internal/importrule"
	"github.com/cupelgo/cupel/internal/store"
)

// RecordKind is that of the records of this capability.
const RecordKind = "deps"

// The artifacts: the graph as cupel.deps/v1, and what was measured of a program of it, if anything was.
const (
	graphName    = "graph.json"
	measuredName = "measured.json"
)

// The settings of a record that name the files with rules and what they know, relative to the module's root.
const (
	buildRules   = "rules"
	buildRatchet = "ratchet"
)

// record makes a record of an audit, without an id.
func (a *Audited) record(o *AuditOptions, whole *Graph, j *Judgement) *evidence.Record {
	g := a.View.Graph
	home := whole.moduleName()
	rec := &evidence.Record{
		Schema: evidence.Schema, Kind: RecordKind, Created: o.Now.UTC(), Tool: o.Tool, Host: host.Fingerprint(g.Dir),
		Subject: evidence.Subject{Module: home, Args: o.Patterns, Go: g.Toolchain, Build: a.build()},
		Plan:    evidence.Plan{Runs: 1}, Passes: []evidence.Pass{{Name: passRead, Runs: 1, UID: os.Getuid()}},
		Metrics: a.metrics(), Findings: slices.Concat(whole.troubles(home), a.hygiene),
		Verdicts: []evidence.Verdict{}, Artifacts: []evidence.Artifact{}, Warnings: []evidence.Warning{}, Skipped: a.skipped,
	}
	if j != nil {
		rec.Subject.Build[buildRules] = whole.toRoot(j.File)
		if j.Ratchet != "" {
			rec.Subject.Build[buildRatchet] = whole.toRoot(j.Ratchet)
		}
		rec.Findings = slices.Concat(rec.Findings, j.Broken, j.Known)
		rec.Verdicts = j.verdicts(rec.Subject.Build[buildRules])
		for _, text := range j.notes(rec.Subject.Build[buildRules], rec.Subject.Build[buildRatchet]) {
			rec.Warnings = append(rec.Warnings, evidence.Warning{Text: text})
		}
	}
	rec.Findings = findings.Rank(rec.Findings)
	for i := range rec.Findings {
		rec.Findings[i].Pass = passRead
	}
	return rec
}

// build says which build was asked for.
func (r *Result) build() map[string]string {
	s := r.View.Scope
	b := map[string]string{"tests": fmt.Sprint(s.Tests)}
	if s.All {
		b["all"] = "true"
		return b
	}
	b["GOOS"], b["GOARCH"], b["cgo"] = s.GOOS, s.GOARCH, fmt.Sprint(s.Cgo)
	if len(s.Tags) > 0 {
		b["-tags"] = strings.Join(s.Tags, ",")
	}
	return b
}

// verdicts say of each kind of rule whether it holds: what the ratchet knows does not break it.
func (j *Judgement) verdicts(file string) []evidence.Verdict {
	all := []evidence.Verdict{}
	for _, r := range importrule.Catalogue() {
		if !j.Rules.Has(r.Name) {
			continue
		}
		v := evidence.Verdict{Claim: file + ": no " + r.Name, Outcome: claim.Holds, Direction: claim.None, Reason: "nothing breaks these rules"}
		n, first := countOf(j.Broken, r.Name)
		known, _ := countOf(j.Known, r.Name)
		switch {
		case n > 0:
			v.Outcome, v.Reason = claim.Fails, first.Title+" at "+findings.Place(first.Where, first.Where.Module)
			if n > 1 {
				v.Reason += fmt.Sprintf(", and %d more", n-1)
			}
		case known > 0:
			v.Reason = fmt.Sprintf("nothing new breaks these rules; %s", plural(known, "known finding"))
		}
		all = append(all, v)
	}
	return all
}

// countOf returns how many findings are of a rule, and the first.
func countOf(all []evidence.Finding, rule string) (n int, first *evidence.Finding) {
	for i := range all {
		if all[i].Rule == rule {
			if n == 0 {
				first = &all[i]
			}
			n++
		}
	}
	return n, first
}

// keep stores the record with the graph. Within the module cache there is no place for records of one's own.
func (a *Audited) keep(s *store.Store, whole *Graph) error {
	if dir, err := filepath.Abs(s.Dir()); err == nil && within(dir, whole.settings.GOMODCACHE) {
		a.Unstored = "the module lies in the module cache; --dir names a folder for the record"
		return nil
	}
	draft, err := s.Begin(a.Record.Created, rand.Reader)
	if err != nil {
		return fmt.Errorf("opening the store: %w", err)
	}
	defer draft.Discard()
	a.Record.ID = draft.ID()
	var buf bytes.Buffer
	if err := a.Encode(&buf); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(draft.Dir(), graphName), buf.Bytes(), 0o644); err != nil {
		return err
	}
	if a.Evidence != nil && (a.Evidence.Code != nil || a.Evidence.Init != nil) {
		data, err := json.Marshal(a.Evidence)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(draft.Dir(), measuredName), data, 0o644); err != nil {
			return err
		}
	}
	if a.Path, err = draft.Commit(a.Record); err != nil {
		return fmt.Errorf("storing the record: %w", err)
	}
	return nil
}
