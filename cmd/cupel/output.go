package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cupelgo/cupel/internal/manifest"
	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/report/html"
	"github.com/cupelgo/cupel/internal/report/markdown"
	"github.com/cupelgo/cupel/internal/report/text"
)

// outputFlags say in what form and where the result goes.
type outputFlags struct {
	format  string // "" is text
	json    bool   // as --format json
	file    string
	color   string
	verbose bool // every table
	records bool // whether the command shows records, which have forms of their own
}

// The forms of a result.
const (
	formText     = "text"
	formMarkdown = "markdown"
	formJSON     = "json"
	formHTML     = "html"
)

// forms returns the forms that a result has.
func (f *outputFlags) forms() []string {
	all := []string{formText, formMarkdown, formJSON, formHTML}
	if f.records {
		for _, r := range recordForms() {
			all = append(all, r.name)
		}
	}
	return all
}

// endings are those of files that name a form: ".html, .md and .json".
func (f *outputFlags) endings() string {
	all := []string{".html", ".md", ".json"}
	if f.records {
		for _, r := range recordForms() {
			all = append(all, r.ext)
		}
	}
	last := len(all) - 1
	return strings.Join(all[:last], ", ") + " and " + all[last]
}

// formOf is the form that the name of a file stands for, "" if none.
func formOf(path string) string {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".md":
		return formMarkdown
	case ".json":
		return formJSON
	case ".html", ".htm":
		return formHTML
	}
	return ""
}

// form is that of the result: what --format says, else the name of the file.
func (f *outputFlags) form() string {
	if f.json {
		return formJSON
	}
	return cmp.Or(f.format, f.named(), formText)
}

// named is the form that the name of the file stands for, "" if none.
func (f *outputFlags) named() string { return f.namedBy(f.file) }

// namedBy is the form that a name stands for, "" if none.
func (f *outputFlags) namedBy(file string) string {
	if f.records {
		if r, ok := recordFormOf(func(r recordForm) bool { return r.ext == strings.ToLower(filepath.Ext(file)) }); ok {
			return r.name
		}
	}
	return formOf(file)
}

// formless is the ending of a file of which no form is known, where nothing else tells it: ".foo". It is "" of a name
// without an ending, and of what is text.
func (f *outputFlags) formless() string {
	ending := filepath.Ext(f.file)
	if f.json || f.format != "" || f.named() != "" || len(ending) <= len(".") || strings.EqualFold(ending, ".txt") {
		return ""
	}
	return ending
}

// meantForm is a hint at the form that was meant: that of files which end so, or the one whose name is most alike.
func (f *outputFlags) meantForm() string {
	if form := f.namedBy("x." + f.format); form != "" {
		return "did you mean " + form + "?"
	}
	return meant(f.format, f.forms())
}

func (f *outputFlags) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.format, "format", "", "form of the result: "+strings.Join(f.forms(), "|")+" (default: by the name of the file, else text)")
	cmd.Flags().BoolVar(&f.json, "json", false, "print the record instead of text, as --format json")
	cmd.Flags().StringVarP(&f.file, "output", "o", "", "write the result to this file instead of stdout; "+f.endings()+" name the form, .txt and no ending are text")
	cmd.Flags().StringVar(&f.color, "color", "auto", "colour in text: auto|always|never")
}

// check tells of a wrong flag before anything is measured.
func (f *outputFlags) check() error {
	switch {
	case f.format != "" && !slices.Contains(f.forms(), f.format):
		return usage(fmt.Errorf("--format %q: use %s", f.format, oneOf(f.forms())), f.meantForm())
	case f.json && f.format != "" && f.format != formJSON:
		return usage(fmt.Errorf("--json and --format %s exclude each other", f.format), "")
	case !slices.Contains([]string{"auto", "always", "never"}, f.color):
		return usage(fmt.Errorf("--color %q: use auto, always or never", f.color), "")
	}
	if named := f.named(); named != "" && named != f.form() {
		return usage(fmt.Errorf("the result is to be in the form %s, and -o %s stands for %s", f.form(), f.file, named), "")
	}
	if err := checkFile(f.file); err != nil {
		return err
	}
	if ending := f.formless(); ending != "" {
		return usage(fmt.Errorf("-o %s: no form has files that end in %s: %s name one, .txt is text", f.file, ending, f.endings()), "--format text")
	}
	return nil
}

// oneOf lists what can be chosen: "text, markdown or json".
func oneOf(all []string) string {
	last := len(all) - 1
	return strings.Join(all[:last], ", ") + " or " + all[last]
}

// meant is a hint at the name that is most like word; "" where none is.
func meant(word string, known []string) string {
	if name := manifest.Nearest(word, known); name != "" {
		return "did you mean " + name + "?"
	}
	return ""
}

// checkFile tells of a file that cannot be written, "" being none.
func checkFile(path string) error {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return usage(fmt.Errorf("writing %s: it is a folder", path), "")
	}
	if info, err := os.Stat(filepath.Dir(path)); path != "" && (err != nil || !info.IsDir()) {
		return usage(fmt.Errorf("writing %s: there is no such folder", path), "")
	}
	return nil
}

// printable is the result of a command.
type printable interface {
	Document() *report.Document // what a user reads
	Encode(w io.Writer) error   // the same as JSON
}

// paged is a result of which a page shows more than a text does.
type paged interface {
	Page() *report.Document
}

// write renders res and writes it whole or not at all. JSON goes to stdout as it is made, since some graphs have many megabytes:
// what keeps it from being made is known before any of it is written.
func (f *outputFlags) write(sys system, res printable) error {
	if f.form() == formJSON && f.toStdout() {
		return res.Encode(sys.stdout)
	}
	var buf bytes.Buffer
	if err := f.render(&buf, sys, res); err != nil {
		return err
	}
	return f.deliver(sys, buf.Bytes())
}

func (f *outputFlags) toStdout() bool { return f.file == "" || f.file == "-" }

// deliver writes data to where the result is to go, whole or not at all.
func (f *outputFlags) deliver(sys system, data []byte) error {
	if f.toStdout() {
		_, err := sys.stdout.Write(data)
		return err
	}
	return writeWhole(f.file, data)
}

// render gives res its form. JSON, Markdown and HTML are in UTF-8 whatever the locale: programs read them.
func (f *outputFlags) render(w io.Writer, sys system, res printable) error {
	switch f.form() {
	case formJSON:
		return res.Encode(w)
	case formMarkdown:
		return markdown.Render(w, res.Document(), markdown.Options{All: f.verbose, Limit: markdown.SummaryLimit})
	case formHTML:
		if p, ok := res.(paged); ok {
			return html.Render(w, p.Page())
		}
		return html.Render(w, res.Document())
	}
	return text.Render(w, res.Document(), text.Options{
		Color: f.colored(sys), ASCII: f.ascii(sys), All: f.verbose, Width: width(sys),
	})
}

// ascii is that of the system, and of a file as of a pipe.
func (f *outputFlags) ascii(sys system) bool {
	if f.toStdout() {
		return sys.ascii(sys.stdout)
	}
	return sys.ascii(io.Discard)
}

func (f *outputFlags) colored(sys system) bool {
	if f.color != "auto" {
		return f.color == "always"
	}
	noColor := slices.ContainsFunc(sys.env, func(kv string) bool {
		return len(kv) > len("NO_COLOR=") && kv[:len("NO_COLOR=")] == "NO_COLOR="
	})
	return !noColor && f.file == "" && isTerminal(sys.stdout)
}

// isTerminal reports whether w is a character device, as terminals are.
func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// writeWhole writes a file by renaming a finished one.
func writeWhole(path string, data []byte) error {
	return streamWhole(path, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// streamWhole writes a file of what write writes, by renaming a finished one.
func streamWhole(path string, write func(io.Writer) error) error {
	tmp, err := os.CreateTemp(filepath.Dir(path), ".cupel-*")
	if err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	defer os.Remove(tmp.Name())
	err = errors.Join(write(tmp), tmp.Chmod(0o644), tmp.Close())
	if err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	return nil
}
