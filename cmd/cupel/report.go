package main

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/report/html"
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
			"RECORD is an id or the beginning of one, a path, or latest.",
		Args: exactly(1, "cupel report latest -o page.html"),
		RunE: func(_ *cobra.Command, args []string) error {
			if err := out.check(); err != nil {
				return err
			}
			if dir == "" {
				dir = defaultStore("")
			}
			return showStored(sys, store.Open(dir), args[0], out)
		},
	}
	out.register(cmd)
	registerDir(cmd, &dir)
	cmd.Flags().BoolVarP(&out.verbose, "verbose", "v", false, "all tables and details")
	return cmd
}

func showStored(sys system, s *store.Store, ref string, out outputFlags) error {
	rec, dir, err := s.Load(ref)
	if err != nil {
		return err
	}
	r, err := roomOf(rec)
	if err != nil {
		return err
	}
	if filepath.Ext(out.file) == ".html" {
		d, err := r.page(rec, dir)
		if err != nil {
			return err
		}
		var buf bytes.Buffer
		if err := html.Render(&buf, d); err != nil {
			return err
		}
		return writeWhole(out.file, buf.Bytes())
	}
	d, err := r.document(rec, dir)
	if err != nil {
		return err
	}
	return out.write(sys, &storedResult{rec, d})
}

// A storedResult is a record with what there is to say of it.
type storedResult struct {
	*evidence.Record
	document *report.Document
}

func (s *storedResult) Document() *report.Document { return s.document }
