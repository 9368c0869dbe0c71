package evidence

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
)

// ErrNotRecord is the cause of Decode's error for input that is no evidence record at all.
var ErrNotRecord = errors.New("not an evidence record")

// ErrFormat is the cause of Decode's error for a record of another major version.
var ErrFormat = errors.New("unknown record format")

// Decode reads one record. Fields that this version does not know are kept and written again by
// Encode. A record in another major version of the format is an error that names it.
func Decode(r io.Reader) (*Record, error) {
	tree, err := parse(r)
	if err != nil {
		return nil, err
	}
	if err := checkSchema(tree["schema"]); err != nil {
		return nil, err
	}
	rec := new(Record)
	rec.unknown = takeUnknown(tree, reflect.TypeFor[Record]())
	known, err := marshal(tree)
	if err != nil {
		return nil, fmt.Errorf("reading record: %w", err)
	}
	if err := json.Unmarshal(known, rec); err != nil {
		return nil, fmt.Errorf("reading record: %w", err)
	}
	return rec, nil
}

// Read reads one record as Decode does, in a third of the time, for those who write it nowhere: fields that this version
// does not know are not kept.
func Read(r io.Reader) (*Record, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("reading record: %w", err)
	}
	var head struct {
		Schema any `json:"schema"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return nil, fmt.Errorf("%w: reading JSON: %w", ErrNotRecord, err)
	}
	if err := checkSchema(head.Schema); err != nil {
		return nil, err
	}
	rec := new(Record)
	if err := json.Unmarshal(data, rec); err != nil {
		return nil, fmt.Errorf("reading record: %w", err)
	}
	return rec, nil
}

// parse reads a single JSON object. Numbers keep the digits they were written with.
func parse(r io.Reader) (map[string]any, error) {
	d := json.NewDecoder(r)
	d.UseNumber()
	var tree any
	if err := d.Decode(&tree); err != nil {
		return nil, fmt.Errorf("%w: reading JSON: %w", ErrNotRecord, err)
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, fmt.Errorf("%w: more data after the first JSON value", ErrNotRecord)
	}
	object, ok := tree.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("%w: want a JSON object", ErrNotRecord)
	}
	return object, nil
}

func checkSchema(v any) error {
	schema, ok := v.(string)
	family, _, _ := strings.Cut(Schema, "/")
	switch {
	case !ok || !strings.HasPrefix(schema, family+"/"):
		return fmt.Errorf("%w: its schema is not %s", ErrNotRecord, Schema)
	case schema != Schema:
		return fmt.Errorf("%w: this record was written in format %s; update cupel", ErrFormat, schema)
	}
	return nil
}

// Encode writes r as indented JSON in the current Schema: equal records give equal bytes, lists
// are never null. Numbers must be finite.
func (r *Record) Encode(w io.Writer) error {
	known, err := marshal(r.complete())
	if err != nil {
		return fmt.Errorf("writing record: %w", err)
	}
	whole, err := r.unknown.putBack(known)
	if err != nil {
		return fmt.Errorf("writing record: %w", err)
	}
	var out bytes.Buffer
	if err := json.Indent(&out, whole, "", "  "); err != nil {
		return fmt.Errorf("writing record: %w", err)
	}
	out.WriteByte('\n')
	if _, err := w.Write(out.Bytes()); err != nil {
		return fmt.Errorf("writing record: %w", err)
	}
	return nil
}

// complete returns a copy of r with the current schema and [] in place of nil lists.
func (r *Record) complete() *Record {
	c := *r
	c.Schema = Schema
	c.Passes = list(r.Passes)
	c.Metrics = list(r.Metrics)
	c.Findings = list(r.Findings)
	c.Verdicts = list(r.Verdicts)
	c.Artifacts = list(r.Artifacts)
	c.Warnings = list(r.Warnings)
	c.Skipped = list(r.Skipped)
	for i := range c.Metrics {
		c.Metrics[i].Samples = list(c.Metrics[i].Samples)
	}
	return &c
}

// list returns a copy of s that is never nil.
func list[T any](s []T) []T {
	return append([]T{}, s...)
}

// marshal is json.Marshal without the escapes for HTML, which would make symbols unreadable.
func marshal(v any) ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), err
}
