package main

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cupelgo/cupel/deps"
)

const depsGraphLong = `Graph writes the graph for other programs to draw: as DOT for Graphviz, as Mermaid, which GitHub and GitLab show in
Markdown, as GraphML for Gephi and yEd, or as JSON. Nodes lie together by module and folder; in DOT, links of a cycle are
red and imports of tests dashed.

The standard library is left out unless --std is given. Mermaid draws 500 edges and 50,000 characters unless told
otherwise: --collapse, --focus and --depth make a graph small enough.`

// graphFlags say what is drawn and how.
type graphFlags struct {
	format   string
	json     bool
	file     string
	focus    string
	depth    int
	reverse  bool
	collapse string
	std      bool
}

func depsGraphCommand(sys system) *cobra.Command {
	var f depsFlags
	var g graphFlags
	cmd := &cobra.Command{
		Use:   "graph [flags] [PACKAGES]",
		Short: "Write the graph for other programs to draw",
		Long:  depsGraphLong,
		Example: "  cupel deps graph --collapse folder | dot -Tsvg > deps.svg\n" +
			"  cupel deps graph --format mermaid --focus ./config --depth 1\n  cupel deps graph --focus net/http --reverse",
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := g.check(); err != nil {
				return err
			}
			v, err := f.view(cmd.Context(), sys, &outputFlags{color: "auto"}, args)
			if err != nil {
				return err
			}
			return g.write(sys, v)
		},
	}
	f.register(cmd)
	cmd.Flags().BoolVar(&f.all, "all", false, allUsage)
	g.register(cmd)
	return cmd
}

func (g *graphFlags) register(cmd *cobra.Command) {
	fs := cmd.Flags()
	fs.StringVar(&g.focus, "focus", "", "only what is reached from this package, module or pattern")
	fs.BoolVar(&g.reverse, "reverse", false, "with --focus: what reaches it instead")
	fs.IntVar(&g.depth, "depth", 0, "at most so many imports away from the focus, or from the packages named (default: any number)")
	fs.StringVar(&g.collapse, "collapse", "package", "what one node is: "+strings.Join(deps.Collapses, "|"))
	fs.BoolVar(&g.std, "std", false, "the standard library, too")
	fs.StringVar(&g.format, "format", "", "form of the graph: "+strings.Join(graphForms(), "|")+" (default: dot)")
	fs.BoolVar(&g.json, "json", false, "as --format json")
	fs.StringVarP(&g.file, "output", "o", "", "write the graph to this file instead of stdout")
}

func graphForms() []string {
	var names []string
	for _, e := range deps.Exports {
		names = append(names, e.Name)
	}
	return names
}

// check tells of a wrong flag before anything is read.
func (g *graphFlags) check() error {
	switch {
	case g.json && g.format != "" && g.format != formJSON:
		return usage(fmt.Errorf("--json and --format %s exclude each other", g.format), "")
	case g.format != "" && !slices.Contains(graphForms(), g.format):
		return usage(fmt.Errorf("--format %q: use %s", g.format, strings.Join(graphForms(), ", ")), "")
	case !slices.Contains(deps.Collapses, g.collapse):
		return usage(fmt.Errorf("--collapse %q: use %s", g.collapse, strings.Join(deps.Collapses, ", ")), "")
	case g.depth < 0:
		return usage(fmt.Errorf("--depth %d: 0 is any number", g.depth), "")
	case g.reverse && g.focus == "":
		return usage(errors.New("--reverse goes with --focus: what reaches which package?"), "")
	}
	if g.json {
		g.format = formJSON
	}
	return checkFile(g.file)
}

func (g *graphFlags) write(sys system, v *deps.View) error {
	opt := deps.ExportOptions{Reverse: g.reverse, Depth: g.depth, Collapse: g.collapse, Std: g.std}
	if g.focus != "" {
		s, err := selected(v, g.focus)
		if err != nil {
			return err
		}
		opt.Focus = s
	}
	x, err := v.Export(opt)
	if err != nil {
		return usage(err, "")
	}
	var buf bytes.Buffer
	form := max(0, slices.Index(graphForms(), g.format))
	if err := deps.Exports[form].Write(x, &buf); err != nil {
		return err
	}
	if limit := x.TooLarge(buf.Len()); g.format == "mermaid" && limit != "" {
		fmt.Fprintf(sys.text(sys.stderr), "cupel: %s\nhint: --collapse folder, --collapse module, --focus and --depth make it smaller\n", limit)
	}
	if g.file == "" || g.file == "-" {
		_, err := sys.stdout.Write(buf.Bytes())
		return err
	}
	return writeWhole(g.file, buf.Bytes())
}
