package deps

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/evidence"
)

// BaselineSchema names the format of a baseline.
const BaselineSchema = "cupel.deps.baseline/v1"

// A Baseline lists findings that are known.
type Baseline struct {
	Schema   string  `json:"schema"`
	Findings []Known `json:"findings"`
}

// A Known finding is an entry of a baseline. What identifies it is the fingerprint; the rest is for who reads the file.
type Known struct {
	Rule        string `json:"rule"`
	Place       string `json:"place"` // the file, without the line, which moves with every edit
	Title       string `json:"title"`
	Fingerprint string `json:"fingerprint"`
}

// rewrite is what mends a baseline.
const rewrite = "cupel deps --update-ratchet writes it"

// readBaseline reads the baseline of a ratchet.
func readBaseline(path string) (*Baseline, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &RatchetError{path, "the ratchet's baseline does not exist", rewrite}
	}
	if err != nil {
		return nil, err
	}
	b := &Baseline{}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(b); err != nil {
		return nil, &RatchetError{path, "it is no baseline: " + err.Error(), rewrite}
	}
	if b.Schema != BaselineSchema {
		return nil, &RatchetError{path, fmt.Sprintf("its schema is %q, not %s", b.Schema, BaselineSchema), rewrite}
	}
	return b, nil
}

// A RatchetError is that of a baseline that cannot be used.
type RatchetError struct{ File, Why, Hint string }

// Error names the file, and says what is wrong with it.
func (e *RatchetError) Error() string { return e.File + ": " + e.Why }

// baselineOf lists findings by rule, place and title.
func baselineOf(found []evidence.Finding) *Baseline {
	b := &Baseline{Schema: BaselineSchema, Findings: []Known{}}
	for _, f := range found {
		b.Findings = append(b.Findings, Known{f.Rule, cmp.Or(f.Where.File, f.Where.Package), f.Title, f.Fingerprint})
	}
	slices.SortFunc(b.Findings, func(x, y Known) int {
		return cmp.Or(strings.Compare(x.Rule, y.Rule), strings.Compare(x.Place, y.Place), strings.Compare(x.Title, y.Title),
			strings.Compare(x.Fingerprint, y.Fingerprint))
	})
	return b
}

// Encode returns the baseline as JSON, a finding per line, so that a difference shows which came and went.
func (b *Baseline) Encode() []byte {
	var buf bytes.Buffer
	fmt.Fprintf(&buf, "{\n  \"schema\": %q,\n  \"findings\": [", b.Schema)
	for i, f := range b.Findings {
		line, _ := json.Marshal(f)
		if i > 0 {
			buf.WriteByte(',')
		}
		fmt.Fprintf(&buf, "\n    %s", line)
	}
	buf.WriteString("\n  ]\n}\n")
	return buf.Bytes()
}

// fingerprints are those of all that it lists.
func (b *Baseline) fingerprints() (all []string) {
	for _, f := range b.Findings {
		all = append(all, f.Fingerprint)
	}
	return all
}
