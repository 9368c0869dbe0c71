package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/bundle"
	"github.com/cupelgo/cupel/internal/store"
	"github.com/cupelgo/cupel/internal/unit"
	"github.com/cupelgo/cupel/startup"
)

const bundleLong = `Bundle packs a record and its artifacts into one file, to be sent elsewhere: a tar archive compressed by zstd, with
the SHA-256 of each file in it. Every command that takes a record takes the bundle in its place. The same record gives
the same bytes. An artifact that is missing, or is not what the record says, is an error.

With --redact folders, the user's name and the host's name are replaced in the record and in all artifacts, by ~, $PWD,
$GOMODCACHE, $GOPATH, $GOROOT, $TMPDIR, $USER and $HOST. Import paths stay, since findings name them, and so do other
folders, such as those of the system. Secrets were left out when the record was made.

` + recordHelp

// bundleFlags are those of the command.
type bundleFlags struct {
	file, dir    string
	json, redact bool
}

func bundleCommand(sys system) *cobra.Command {
	var f bundleFlags
	cmd := &cobra.Command{
		Use:     "bundle [flags] RECORD",
		Short:   "Pack a stored record and its artifacts into one file",
		Long:    bundleLong,
		Example: "  cupel bundle latest --redact\n  cupel bundle latest -o slow.tar.zst\n  cupel report slow.tar.zst -o page.html",
		Args:    exactly(1, "cupel bundle latest"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.run(cmd.Context(), sys, args[0])
		},
	}
	cmd.Flags().StringVarP(&f.file, "output", "o", "", "write the bundle to this file, - is stdout (default: <id>.tar.zst)")
	cmd.Flags().BoolVar(&f.redact, "redact", false, "replace folders, the user's name and the host's name by placeholders")
	cmd.Flags().BoolVar(&f.json, "json", false, "say as JSON what was written")
	registerDir(cmd, &f.dir)
	return cmd
}

func (f *bundleFlags) run(ctx context.Context, sys system, ref string) (err error) {
	if f.file == "-" && f.json {
		return usage(errors.New("-o - writes the bundle to stdout: --json has no place there"), "")
	}
	if err := checkFile(f.file); err != nil {
		return err
	}
	l, err := load(ctx, store.Open(cmp.Or(f.dir, defaultStore(""))), ref)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.close()) }()
	if f.file == "" && !store.IsID(l.rec.ID) {
		return usage(fmt.Errorf("the record's id is %q, which cannot name a file", l.rec.ID), "name one: -o record"+bundle.Extension)
	}
	p := &parcel{File: cmp.Or(f.file, l.rec.ID+bundle.Extension), ID: l.rec.ID, LeftOut: []string{}, Stays: []string{}}
	if f.redact {
		if err := p.redact(ctx, sys, l); err != nil {
			return fmt.Errorf("redacting record %s: %w", spokenID(l.rec), err)
		}
	}
	if err := p.write(ctx, sys, l); err != nil {
		return fmt.Errorf("bundling record %s: %w", spokenID(l.rec), err)
	}
	return p.tell(sys, f.json, spokenID(l.rec))
}

// spokenID is the id of a record that may come from anyone: what has not the form of one is quoted.
func spokenID(rec *evidence.Record) string {
	if store.IsID(rec.ID) {
		return rec.ID
	}
	return strconv.Quote(rec.ID)
}

// parcel is what was written.
type parcel struct {
	File     string   `json:"file"`
	ID       string   `json:"id"`
	Bytes    int64    `json:"bytes"`
	Files    int      `json:"files"` // with evidence.json, without the list of sums
	Unpacked int64    `json:"unpacked_bytes"`
	Redacted bool     `json:"redacted"`
	LeftOut  []string `json:"left_out"` // artifacts that cannot be redacted
	Stays    []string `json:"stays"`    // what --redact could not take out, and why
}

// redact replaces l by a redacted copy in a temporary folder.
func (p *parcel) redact(ctx context.Context, sys system, l *loaded) error {
	temp, err := l.temp()
	if err != nil {
		return err
	}
	dir := filepath.Join(temp, "redacted")
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	places, err := here(sys)
	if err != nil {
		return err
	}
	rec, err := bundle.Redact(ctx, l.rec, l.dir, dir, places, startup.Rewriter)
	if err != nil {
		return err
	}
	for _, a := range l.rec.Artifacts {
		if !bundle.Has(rec, a.Name) {
			p.LeftOut = append(p.LeftOut, a.Name)
		}
	}
	p.Redacted, p.Stays = true, append(p.Stays, places.Stays()...)
	l.rec, l.dir = rec, dir
	return nil
}

// here is what there is to hide of this machine.
func here(sys system) (*bundle.Places, error) {
	dir, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	host, err := os.Hostname()
	if err != nil {
		return nil, err
	}
	look := func(name string) string { return lookup(sys.env, name) }
	gopath := cmp.Or(look("GOPATH"), filepath.Join(look("HOME"), "go"))
	return bundle.NewPlaces(bundle.Machine{
		Work: dir, Home: cmp.Or(look("HOME"), look("USERPROFILE")), Temp: os.TempDir(),
		GOPATH: gopath, GOMODCACHE: look("GOMODCACHE"), GOROOT: look("GOROOT"),
		User: cmp.Or(look("USER"), look("LOGNAME"), look("USERNAME"), filepath.Base(look("HOME"))), Host: host,
	}), nil
}

// write writes the bundle whole or not at all: that for stdout is finished in a temporary folder.
func (p *parcel) write(ctx context.Context, sys system, l *loaded) error {
	write := func(w io.Writer) error {
		c := &counter{w: w}
		defer func() { p.Bytes = c.n }()
		return bundle.Write(ctx, c, l.rec, l.dir)
	}
	p.Files = 1 + len(l.rec.Artifacts)
	for _, a := range l.rec.Artifacts {
		p.Unpacked += a.Bytes
	}
	if p.File != "-" {
		return streamWhole(p.File, write)
	}
	temp, err := l.temp()
	if err != nil {
		return err
	}
	file := filepath.Join(temp, "bundle")
	if err := streamWhole(file, write); err != nil {
		return err
	}
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(sys.stdout, f)
	return err
}

// A counter counts what is written.
type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}

// tell says what was written: to stdout, or to stderr if the bundle went there.
func (p *parcel) tell(sys system, asJSON bool, id string) error {
	if asJSON {
		e := json.NewEncoder(sys.stdout)
		e.SetEscapeHTML(false)
		return e.Encode(p)
	}
	w, file := sys.text(sys.stdout), p.File
	if file == "-" {
		w, file = sys.text(sys.stderr), "stdout"
	}
	how := ""
	if p.Redacted {
		how = ", redacted"
	}
	_, err := fmt.Fprintf(w, "wrote record %s to %s: %s, %s of %s unpacked%s\n",
		id, file, unit.Bytes(float64(p.Bytes)), counted(p.Files, "file"), unit.Bytes(float64(p.Unpacked)), how)
	if len(p.LeftOut) > 0 {
		fmt.Fprintf(w, "left out, since they cannot be redacted: %s\n", strings.Join(p.LeftOut, ", "))
	}
	for _, text := range p.Stays {
		fmt.Fprintf(w, "not taken out: %s\n", text)
	}
	return err
}
