package gomod

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/cupelgo/cupel/internal/gosource"
)

// Context returns what the go command would build for: the target, cgo and the tags of the toolchain itself, not of the one
// that compiled this program. The error says why the experiments of the toolchain are not known; the rest is.
func (s *Settings) Context() (gosource.Context, error) {
	experiments, err := s.experiments()
	return gosource.Context{
		GOOS: s.GOOS, GOARCH: s.GOARCH, Cgo: s.CGO_ENABLED == "1", Tags: s.Tags(),
		ToolTags: append(experiments, s.features()...), ReleaseTags: s.releases(),
	}, err
}

// releases returns go1.1 up to the release of the toolchain.
func (s *Settings) releases() []string {
	_, rest, _ := strings.Cut(s.GOVERSION, "go1.")
	if i := strings.IndexFunc(rest, func(r rune) bool { return r < '0' || r > '9' }); i >= 0 {
		rest = rest[:i]
	}
	last, _ := strconv.Atoi(rest)
	var all []string
	for i := 1; i <= last; i++ {
		all = append(all, fmt.Sprintf("go1.%d", i))
	}
	return all
}

// features returns the tags of the architecture's level: each has those of the lower ones.
// Source: internal/buildcfg.
func (s *Settings) features() []string {
	level := s.level()
	switch s.GOARCH {
	case "amd64":
		return upTo("amd64.v", 1, level)
	case "arm":
		return upTo("arm.", 5, level)
	case "arm64":
		return arm64(level)
	case "ppc64", "ppc64le":
		return upTo(s.GOARCH+".power", 8, level)
	case "riscv64":
		return riscv64(level)
	case "wasm":
		return []string{"wasm.satconv", "wasm.signext"}
	}
	if level == "" {
		return nil
	}
	return []string{s.GOARCH + "." + level}
}

// upTo returns prefix with each number from first up to that in level.
func upTo(prefix string, first int, level string) []string {
	level, _, _ = strings.Cut(level, ",")
	last, _ := strconv.Atoi(strings.TrimLeft(level, "vpower"))
	var all []string
	for i := first; i <= last; i++ {
		all = append(all, prefix+strconv.Itoa(i))
	}
	return all
}

// arm64 returns the tags of a level such as v9.1, which has those of v8.6 as well.
func arm64(level string) []string {
	if len(level) < len("v8.0") {
		return nil
	}
	minor := int(level[3] - '0')
	all := upTo("arm64."+level[:3], 0, strconv.Itoa(minor))
	if level[1] == '9' {
		all = append(all, upTo("arm64.v8.", 0, strconv.Itoa(min(minor+5, 9)))...)
	}
	return all
}

func riscv64(level string) []string {
	all := []string{"rva20u64", "rva22u64", "rva23u64"}
	all = all[:slices.Index(all, level)+1]
	for i := range all {
		all[i] = "riscv64." + all[i]
	}
	return all
}

// experiments returns the tags of the experiments that are on: by default, as the source of the toolchain has it, and
// by GOEXPERIMENT. Where the register ABI is on by default it cannot be put off.
func (s *Settings) experiments() ([]string, error) {
	on, err := s.baseline()
	stays := func(name string) bool { return strings.HasPrefix(name, "regabi") && s.GOARCH != "s390x" }
	for name := range strings.SplitSeq(s.GOEXPERIMENT, ",") {
		off, isOff := strings.CutPrefix(name, "no")
		switch {
		case name == "none":
			on = slices.DeleteFunc(on, func(s string) bool { return !stays(s) })
		case isOff:
			on = slices.DeleteFunc(on, func(s string) bool {
				return !stays(s) && (s == off || off == "regabi" && strings.HasPrefix(s, off))
			})
		case name == "regabi":
			on = append(on, "regabiwrappers", "regabiargs")
		case name != "":
			on = append(on, name)
		}
	}
	slices.Sort(on)
	on = slices.Compact(on)
	for i := range on {
		on[i] = "goexperiment." + on[i]
	}
	return on, err
}

// baseline returns the names of the experiments that the toolchain has on by itself: the fields of the literal
// named baseline in internal/buildcfg.
func (s *Settings) baseline() ([]string, error) {
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(s.Source(), "internal", "buildcfg", "exp.go"), nil, parser.SkipObjectResolution)
	if err != nil {
		return nil, fmt.Errorf("reading the experiments of the toolchain: %w", err)
	}
	var on []string
	ast.Inspect(file, func(n ast.Node) bool {
		assign, ok := n.(*ast.AssignStmt)
		if !ok || len(assign.Lhs) != 1 || len(assign.Rhs) != 1 || name(assign.Lhs[0]) != "baseline" {
			return true
		}
		if literal, ok := assign.Rhs[0].(*ast.CompositeLit); ok {
			on = s.fields(literal)
		}
		return false
	})
	return on, nil
}

func (s *Settings) fields(literal *ast.CompositeLit) []string {
	var on []string
	for _, element := range literal.Elts {
		if kv, ok := element.(*ast.KeyValueExpr); ok && s.isOn(name(kv.Value)) {
			on = append(on, strings.ToLower(name(kv.Key)))
		}
	}
	return on
}

// isOn tells of the conditions that an experiment may have whether they hold for the target. Of those that came
// with a later toolchain it takes the common case.
func (s *Settings) isOn(value string) bool {
	switch value {
	case "false":
		return false
	case "regabiSupported", "regabiAlwaysOn":
		return slices.Contains([]string{"amd64", "arm64", "loong64", "ppc64le", "ppc64", "riscv64", "s390x"}, s.GOARCH)
	case "dwarf5Supported":
		return !slices.Contains([]string{"darwin", "ios", "aix"}, s.GOOS)
	}
	return true
}

func name(x ast.Expr) string {
	if id, ok := x.(*ast.Ident); ok {
		return id.Name
	}
	return ""
}
