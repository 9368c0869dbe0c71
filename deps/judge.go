package deps

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/cupelgo/cupel/evidence"
	findings "github.com/cupelgo/cupel/internal/finding"
	"github.com/cupelgo/cupel/internal/importrule"
	"github.com/cupelgo/cupel/internal/manifest"
)

// RulesName is the file that rules stand in, at the root of the module.
const RulesName = "cupel.yaml"

// A Judgement is what rules say of a graph.
type Judgement struct {
	File      string               // with the rules
	Rules     *importrule.Rules    // as it has them
	Broken    []evidence.Finding   // new ones, the heaviest first
	Known     []evidence.Finding   // those that the ratchet's baseline has, as information
	Gone      []Known              // of the baseline
	Ratchet   string               // the baseline; "" without
	Unmatched []importrule.Pattern // of other modules, which match nothing yet
}

// A judging is how rules are found and what becomes of the baseline.
type judging struct {
	file   string // "" is the one at the root of the module
	update bool   // write the baseline anew
	past   bool   // what matches nothing is no mistake
	now    time.Time
}

// judge holds the graph against its rules; nil if there are none.
func (g *Graph) judge(o judging) (*Judgement, error) {
	path, rules, err := g.rules(o.file)
	if err != nil {
		return nil, err
	}
	if rules == nil {
		if o.update {
			return nil, &RatchetError{File: path, Why: "there are no rules whose baseline could be written"}
		}
		return nil, nil
	}
	p := g.program(o.now)
	unmatched, err := rules.Check(path, p)
	if err != nil && !o.past {
		return nil, err
	}
	j := &Judgement{File: path, Rules: rules, Broken: rules.Judge(p), Unmatched: unmatched}
	if rules.Ratchet == "" {
		if o.update {
			return nil, &RatchetError{File: path, Why: "the rules name no baseline", Hint: "add ratchet: deps.baseline.json to the section deps"}
		}
		return j, nil
	}
	j.Ratchet = filepath.Join(filepath.Dir(path), filepath.FromSlash(rules.Ratchet))
	return j, j.ratchet(o.update)
}

// rules reads the rules; nil if there are none.
func (g *Graph) rules(file string) (path string, rules *importrule.Rules, err error) {
	named := file != ""
	if !named {
		file = filepath.Join(g.root(), RulesName)
	}
	f, err := os.Open(file)
	if !named && errors.Is(err, fs.ErrNotExist) {
		return file, nil, nil
	}
	if err != nil {
		return "", nil, fmt.Errorf("reading the rules: %w", err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, manifest.MostBytes+1))
	if err != nil {
		return "", nil, fmt.Errorf("reading the rules: %w", err)
	}
	rules, err = importrule.Parse(file, data)
	if err == nil && rules == nil && named {
		err = &manifest.Errors{Path: file, List: []manifest.Mistake{{At: manifest.Position{Line: 1, Column: 1}, Text: "there is no section " + manifest.Deps}}}
	}
	return file, rules, err
}

// ratchet divides what is broken by the baseline, or makes a baseline of it.
func (j *Judgement) ratchet(update bool) error {
	if update {
		if err := os.WriteFile(j.Ratchet, baselineOf(j.Broken).Encode(), 0o644); err != nil {
			return fmt.Errorf("writing the ratchet's baseline: %w", err)
		}
	}
	b, err := readBaseline(j.Ratchet)
	if err != nil {
		return err
	}
	fresh, old, gone := importrule.Ratchet(j.Broken, b.fingerprints())
	j.Broken = fresh
	for _, f := range old {
		f.Severity = findings.Info
		j.Known = append(j.Known, f)
	}
	for _, k := range b.Findings {
		if i := slices.Index(gone, k.Fingerprint); i >= 0 {
			gone = slices.Delete(gone, i, i+1)
			j.Gone = append(j.Gone, k)
		}
	}
	return nil
}
