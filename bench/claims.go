package bench

import (
	"bytes"
	"context"
	"embed"

	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/claim"
	"github.com/cupelgo/cupel/internal/manifest"
)

//go:embed claims.yaml
var claimsFile []byte

// records are what the experiments gave when they were last carried out for docs/claims.md, one file each.
//
//go:embed all:records
var records embed.FS

// PublishedClaims are all claims that experiments judge, in the order of the file: by topic.
func PublishedClaims() ([]Published, error) {
	var all []Published
	d := yaml.NewDecoder(bytes.NewReader(claimsFile))
	d.KnownFields(true)
	if err := d.Decode(&all); err != nil {
		return nil, fmt.Errorf("claims.yaml: %w", err)
	}
	return all, nil
}

// ErrNoClaim says that an id is not of a claim.
var ErrNoClaim = errors.New("no such claim")

// A JudgedClaim is a published claim with its verdict.
type JudgedClaim struct {
	Published
	Verdict evidence.Verdict
	Unit    string   // of Verdict.Measured
	Record  string   // what it was judged by
	Notes   []string // what weakens the record
}

// Stored judges nothing anew: it tells of each claim what the committed record of its experiment says.
func Stored() (*Judgement, error) {
	all, err := PublishedClaims()
	if err != nil {
		return nil, err
	}
	recs := map[string]*evidence.Record{}
	for _, name := range experimentsOf(all) {
		if recs[name], err = committed(name); err != nil {
			return nil, err
		}
	}
	j := &Judgement{}
	for _, p := range all {
		j.add(p, recs[p.Experiment])
	}
	return j, nil
}

// committed is the record of an experiment, nil if it was not yet carried out.
func committed(experiment string) (*evidence.Record, error) {
	data, err := records.ReadFile("records/" + experiment + ".json")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	rec, err := evidence.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("the record of experiment %s: %w", experiment, err)
	}
	return rec, nil
}

// Check carries out the experiments that the claims with these ids need, all without ids, and judges them. An
// experiment that breaks leaves its claims unknown.
func Check(ctx context.Context, ids []string, o Options) (*Judgement, error) {
	wanted, err := claimsOf(ids)
	if err != nil {
		return nil, err
	}
	j := &Judgement{Fresh: true}
	for _, name := range experimentsOf(wanted) {
		o.progress(Step{Text: "experiment " + name})
		of := slices.DeleteFunc(slices.Clone(wanted), func(p Published) bool { return p.Experiment != name })
		res, err := checkOne(ctx, name, of, o)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			j.Troubles = append(j.Troubles, err)
			for _, p := range of {
				j.Claims = append(j.Claims, JudgedClaim{Published: p, Verdict: evidence.Verdict{
					Claim: p.ID, Outcome: claim.Unknown, Direction: claim.None, Reason: firstLine(err.Error()),
				}})
			}
			continue
		}
		j.Paths = append(j.Paths, res.Path)
		for _, p := range of {
			j.add(p, res.Record)
		}
	}
	return j, nil
}

// checkOne carries out one experiment with the claims about it.
func checkOne(ctx context.Context, name string, claims []Published, o Options) (*Result, error) {
	f, err := openFolder("", name)
	if err != nil {
		return nil, err
	}
	s, err := readSpec(f.files)
	if err != nil {
		return nil, fmt.Errorf("experiment %s: %w", name, err)
	}
	return carryOut(ctx, f, s, claims, o)
}

// claimsOf returns the claims with these ids, all without ids.
func claimsOf(ids []string) ([]Published, error) {
	all, err := PublishedClaims()
	if err != nil || len(ids) == 0 {
		return all, err
	}
	var known []string
	for _, p := range all {
		known = append(known, p.ID)
	}
	for _, id := range ids {
		if slices.Contains(known, id) {
			continue
		}
		if near := manifest.Nearest(id, known); near != "" {
			return nil, fmt.Errorf("%s: %w, did you mean %s?", id, ErrNoClaim, near)
		}
		return nil, fmt.Errorf("%s: %w", id, ErrNoClaim)
	}
	return slices.DeleteFunc(all, func(p Published) bool { return !slices.Contains(ids, p.ID) }), nil
}

// experimentsOf are the experiments of claims, each once, in their order.
func experimentsOf(all []Published) (names []string) {
	for _, p := range all {
		if !slices.Contains(names, p.Experiment) {
			names = append(names, p.Experiment)
		}
	}
	return names
}

// add judges a claim by a record, nil: there is none.
func (j *Judgement) add(p Published, rec *evidence.Record) {
	c := JudgedClaim{Published: p, Verdict: evidence.Verdict{
		Claim: p.ID, Outcome: claim.Unknown, Direction: claim.None, Reason: "experiment " + p.Experiment + " was not yet carried out",
	}}
	if rec != nil {
		c.Verdict, c.Record = p.judge(viewOf(rec)), rec.ID
		if all, err := p.expectations(metricsOf(rec)); err == nil {
			c.Unit = all[0].Unit()
		}
		j.note(p.Experiment, rec)
	}
	j.Claims = append(j.Claims, c)
}

// note keeps when and where an experiment was carried out.
func (j *Judgement) note(experiment string, rec *evidence.Record) {
	text := fmt.Sprintf("%s: %s, %s", experiment, rec.Created.Format("2006-01-02"), strings.Join(machine(&rec.Host), ", "))
	if !slices.Contains(j.Notes, text) {
		j.Notes = append(j.Notes, text)
	}
}

func machine(h *evidence.Host) []string {
	all := []string{fmt.Sprintf("%d cores", h.Cores), h.OS + "/" + h.Arch}
	if h.CPU != "" {
		all = append(all, h.CPU)
	}
	if h.Load != nil {
		all = append(all, fmt.Sprintf("load %.1f", *h.Load))
	}
	return all
}
