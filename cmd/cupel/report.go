package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

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
		{startup.Kind, startup.StoredDocument, startup.StoredDocument},
		{startup.KindCompare, startup.StoredComparison, startup.StoredComparison},
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

func reportCommand(sys system) *cobra.Command {
	var out outputFlags
	var dir string
	cmd := &cobra.Command{
		Use:   "report [flags] RECORD",
		Short: "Show a stored record",
		Long: "Report shows what is stored, in the form that --format or the name of the file asks for. Nothing is measured\n" +
			"or computed anew: the same record gives the same bytes.\n\n" +
			recordHelp,
		Args: exactly(1, "cupel report latest -o page.html"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := out.check(); err != nil {
				return err
			}
			if dir == "" {
				dir = defaultStore("")
			}
			return showStored(cmd.Context(), sys, store.Open(dir), args[0], out)
		},
	}
	out.records = true
	out.register(cmd)
	registerDir(cmd, &dir)
	cmd.Flags().BoolVarP(&out.verbose, "verbose", "v", false, "all tables and details")
	return cmd
}

func showStored(ctx context.Context, sys system, s *store.Store, ref string, out outputFlags) (err error) {
	l, err := load(ctx, s, ref)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.close()) }()
	rec, dir := l.rec, l.dir
	r, err := roomOf(rec)
	if err != nil {
		return err
	}
	if form, ok := recordFormOf(func(f recordForm) bool { return f.name == out.form() }); ok {
		return out.writeRecord(sys, form, rec)
	}
	show := r.document
	if out.form() == formHTML {
		show = r.page
	}
	d, err := show(rec, dir)
	if err != nil {
		return err
	}
	return out.write(sys, &storedResult{rec, l.named(d)})
}

// A storedResult is a record with what there is to say of it.
type storedResult struct {
	*evidence.Record
	document *report.Document
}

func (s *storedResult) Document() *report.Document { return s.document }
