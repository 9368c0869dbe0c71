package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/bundle"
	"github.com/cupelgo/cupel/internal/experiment"
	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/store"
)

// recordHelp says what RECORD may be, in the help of every command that takes one.
const recordHelp = "RECORD is an id or the beginning of one, a path, a bundle, or latest."

// A loaded record is one that an argument named. Close it.
type loaded struct {
	rec     *evidence.Record
	dir     string              // where it lies with its artifacts
	bundle  string              // the file that it was unpacked from; "" if it lay there before
	session *experiment.Session // owns the temporary folder; nil: there is none
}

// load reads the record that ref names: a bundle, or what the store knows by that name.
func load(ctx context.Context, s *store.Store, ref string) (*loaded, error) {
	if bundle.Is(ref) {
		return unpack(ctx, ref)
	}
	rec, dir, err := s.Load(ref)
	if errors.Is(err, store.ErrNoRecord) {
		return nil, usage(err, whereRecords(s))
	}
	if err != nil {
		return nil, err
	}
	return &loaded{rec: rec, dir: dir}, nil
}

// whereRecords says how to come by the name of a record.
func whereRecords(s *store.Store) string {
	dir := shortened(s.Dir())
	if all, err := s.List(); err == nil && len(all) > 0 {
		return fmt.Sprintf("%s has %d, the newest is %s; cupel serve lists them all", dir, len(all), all[len(all)-1].ID)
	}
	return fmt.Sprintf("%s has none; cupel startup . makes one, and --dir names another folder", dir)
}

// unpack puts a bundle into a folder that is gone after close, or that the next session sweeps.
func unpack(ctx context.Context, file string) (*loaded, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("opening bundle: %w", err)
	}
	defer f.Close()
	session, err := experiment.NewSession()
	if err != nil {
		return nil, err
	}
	l := &loaded{dir: filepath.Join(session.Temp(), "record"), bundle: file, session: session}
	err = os.Mkdir(l.dir, 0o700)
	if err == nil {
		l.rec, err = bundle.Unpack(ctx, f, l.dir)
	}
	if err != nil {
		return nil, usage(errors.Join(fmt.Errorf("bundle %s: %w", file, err), session.Close()), "if it was changed on its way, fetch it again; cupel bundle makes one of a record")
	}
	return l, nil
}

// temp returns a temporary folder that is gone after close.
func (l *loaded) temp() (string, error) {
	if l.session == nil {
		session, err := experiment.NewSession()
		if err != nil {
			return "", err
		}
		l.session = session
	}
	return l.session.Temp(), nil
}

// close removes what was unpacked.
func (l *loaded) close() error {
	if l.session == nil {
		return nil
	}
	return l.session.Close()
}

// named is d with the bundle in place of the folder that is gone once d is read.
func (l *loaded) named(d *report.Document) *report.Document {
	if l.bundle == "" {
		return d
	}
	for i := range d.Sections {
		if d.Sections[i].Title == "evidence" {
			d.Sections[i].KeyValues = []report.KeyValue{
				{Key: "bundle", Value: l.bundle, Literal: true},
				{Key: "unpack", Value: "mkdir record && tar --zstd -xf " + l.bundle + " -C record", Literal: true},
			}
		}
	}
	return d
}
