package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/cupelgo/cupel/bench"
	"github.com/cupelgo/cupel/deps"
	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/store"
	"github.com/cupelgo/cupel/startup"
)

// A room is how the records of a kind are shown.
type room struct {
	kind string
	// document is what is printed of a record; pictures are in that of page, made of the artifacts in dir.
	document func(rec *evidence.Record, dir string) (*report.Document, error)
	page     func(rec *evidence.Record, dir string) (*report.Document, error)
}

// rooms is the list of kinds.
func rooms() []room {
	return []room{
		{startup.Kind, startup.StoredDocument, startup.StoredPage},
		{startup.KindCompare, startup.StoredComparison, startup.StoredComparisonPage},
		{deps.RecordKind, deps.StoredDocument, deps.StoredPage},
		{bench.Kind, bench.StoredDocument, bench.StoredPage},
	}
}

// roomOf returns the room of a record's kind.
func roomOf(rec *evidence.Record) (room, error) {
	all := rooms()
	i := slices.IndexFunc(all, func(r room) bool { return r.kind == rec.Kind })
	if i < 0 {
		return room{}, fmt.Errorf("record %s is of kind %q, which this version of cupel cannot show", rec.ID, rec.Kind)
	}
	return all[i], nil
}

const reportLong = `Report shows what is stored, in the form that --format or the name of the file asks for: a page of HTML has
pictures, too. Nothing is measured or computed anew: the same record gives the same bytes.

Two records of starts are compared as by cupel compare: exact counts and sizes are judged, times are not,
as they were not measured in turns.

` + recordHelp

func reportCommand(sys system) *cobra.Command {
	var out outputFlags
	var dir string
	cmd := &cobra.Command{
		Use:   "report [flags] RECORD [RECORD]",
		Short: "Show a stored record, or two",
		Long:  reportLong,
		Example: "  cupel report latest -o page.html\n" +
			"  cupel report .cupel/20261121T082035Z-141f90 latest -o page.html",
		Args: aRecordOrTwo,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := out.check(); err != nil {
				return err
			}
			if dir == "" {
				dir = defaultStore("")
			}
			s := store.Open(dir)
			if len(args) == 2 {
				return showBoth(cmd.Context(), sys, s, [2]string(args), out)
			}
			return showStored(cmd.Context(), sys, s, args[0], out)
		},
	}
	out.records = true
	out.register(cmd)
	registerDir(cmd, &dir)
	cmd.Flags().BoolVarP(&out.verbose, "verbose", "v", false, "all tables and details")
	return cmd
}

// aRecordOrTwo wants a record, or two to compare.
func aRecordOrTwo(_ *cobra.Command, args []string) error {
	switch {
	case len(args) == 0:
		return usage(errors.New("no record given"), "cupel report latest -o page.html")
	case len(args) > 2:
		return usage(fmt.Errorf("%d records given, one or two wanted", len(args)), "cupel history shows many records over time")
	}
	return nil
}

func showStored(ctx context.Context, sys system, s *store.Store, ref string, out outputFlags) (err error) {
	l, err := load(ctx, s, ref)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.close()) }()
	r, err := roomOf(l.rec)
	if err != nil {
		return err
	}
	if form, ok := recordFormOf(func(f recordForm) bool { return f.name == out.form() }); ok {
		return out.writeRecord(sys, form, l.rec)
	}
	show := r.document
	if out.form() == formHTML {
		show = r.page
	}
	d, err := show(l.rec, shortened(l.dir))
	if err != nil {
		return err
	}
	return out.write(sys, &storedResult{l.rec, l.named(d)})
}

// showBoth compares two records.
func showBoth(ctx context.Context, sys system, s *store.Store, refs [2]string, out outputFlags) error {
	if _, ok := recordFormOf(func(f recordForm) bool { return f.name == out.form() }); ok {
		return usage(fmt.Errorf("%s is a form of one record, not of what two differ in", out.form()),
			"cupel report "+refs[1]+" --format "+out.form()+"; what two differ in can be "+oneOf((&outputFlags{}).forms()))
	}
	c, err := compareStored(ctx, s, refs, startup.DefaultEffect)
	if err != nil {
		return err
	}
	return out.write(sys, c)
}

// A storedResult is a record with what there is to say of it.
type storedResult struct {
	*evidence.Record
	document *report.Document
}

func (s *storedResult) Document() *report.Document { return s.document }
