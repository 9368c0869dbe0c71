package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/cupelgo/cupel/bench"
	"github.com/cupelgo/cupel/deps"
	"github.com/cupelgo/cupel/internal/golden"
	"github.com/cupelgo/cupel/internal/host"
	"github.com/cupelgo/cupel/internal/report/markdown"
	"github.com/cupelgo/cupel/startup"
)

// TestDocs holds docs/ to what the tables and commands say; -update writes it.
func TestDocs(t *testing.T) {
	for name, want := range map[string]string{
		"commands.md": commandDocs(),
		"causes.md":   causeDocs(),
		"checks.md":   checkDocs(),
		"rules.md":    ruleDocs(),
		"claims.md":   claimDocs(t),
	} {
		path := filepath.Join("..", "..", "docs", name)
		if golden.Updating() {
			if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		got, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != want {
			t.Errorf("docs/%s is stale: run go generate ./cmd/cupel", name)
		}
	}
}

func commandDocs() string {
	var b strings.Builder
	b.WriteString("# Commands\n\nGenerated from the commands themselves; `go generate ./cmd/cupel` writes it anew.\n")
	document(&b, rootCommand(system{stdout: io.Discard, stderr: io.Discard}), "##")
	return b.String()
}

// document adds the commands below c.
func document(b *strings.Builder, c *cobra.Command, level string) {
	for _, sub := range c.Commands() {
		if sub.Name() == "help" || sub.Name() == "completion" {
			continue
		}
		fmt.Fprintf(b, "\n%s %s\n\n```text\n%s```\n", level, sub.CommandPath(), help(sub))
		document(b, sub, level+"#")
	}
}

// claimDocs is what the committed records say of published claims.
func claimDocs(t *testing.T) string {
	t.Helper()
	j, err := bench.Stored()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("# Published claims\n\nWhat experiments of `cupel bench` say of claims that were published about Go. Generated from the records in `bench/records`;\n" +
		"`go generate ./cmd/cupel` writes it anew, and `cupel claims check` judges the claims on your machine. A value is published in the\n" +
		"words of its source; a measured one is a 95 % interval, or exact.\n\n")
	if err := markdown.Render(&b, j.Document(), markdown.Options{All: true}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func help(c *cobra.Command) string {
	var buf bytes.Buffer
	c.SetOut(&buf)
	c.Help()
	return buf.String()
}

func checkDocs() string {
	var b strings.Builder
	b.WriteString("# Checks\n\nWhat `cupel doctor` looks at, in its order. Generated; `cupel doctor -v` says what it found, and what would change it.\n\n")
	b.WriteString("| check | weakens | why it matters |\n|---|---|---|\n")
	for _, c := range host.Checks {
		weakens := "nothing by itself"
		switch {
		case len(c.Weakens) > 0:
			weakens = host.Spoken(c.Weakens)
		case len(c.Behind) > 0:
			weakens = strings.Join(c.Behind, ", ")
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", c.Name, weakens, c.Why)
	}
	return b.String()
}

func ruleDocs() string {
	var b strings.Builder
	b.WriteString("# Rules\n\nWhat `cupel deps` can find: what breaks the rules of cupel.yaml, what kept a part of the graph from being read, and what is\n" +
		"wrong with how modules are required. Generated; `cupel explain RULE` prints the same.\n\n| rule | class | what it tells |\n|---|---|---|\n")
	for _, r := range deps.Rules() {
		fmt.Fprintf(&b, "| [%s](#%s) | %s | %s |\n", r.Name, r.Name, r.Class, r.Title)
	}
	for _, r := range deps.Rules() {
		fmt.Fprintf(&b, "\n## %s\n\n%s.\n\nDo: %s.\n", r.Name, r.Doc, r.Do)
		for i, s := range r.Sources {
			if i == 0 {
				b.WriteString("\n")
			}
			fmt.Fprintf(&b, "- <%s>\n", s)
		}
	}
	return b.String()
}

func causeDocs() string {
	var b strings.Builder
	b.WriteString("# Causes\n\nWhat `cupel startup` can find, in the order in which causes are tried. Generated; `cupel explain RULE` prints the same.\n\n")
	b.WriteString("| rule | class | what the program does |\n|---|---|---|\n")
	for _, r := range startup.Rules() {
		fmt.Fprintf(&b, "| [%s](#%s) | %s | %s |\n", r.Name, r.Name, r.Class, r.Title)
	}
	for _, r := range startup.Rules() {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\nDo: %s.\n\n```go\n// before\n%s\n\n// after\n%s\n```\n\n", r.Name, r.Doc, r.Do, r.Before, r.After)
		for _, s := range r.Sources {
			fmt.Fprintf(&b, "- <%s>\n", s)
		}
	}
	return b.String()
}
