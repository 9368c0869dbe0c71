package bench

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/experiment"
	"github.com/cupelgo/cupel/internal/manifest"
	"github.com/cupelgo/cupel/internal/tool"
)

// A goPackage is one with benchmarks, as an arm has it.
type goPackage struct {
	key       string // the same in all arms: its path below the module's
	path, dir string
	binary    string
	functions []string // benchmarks that the binary lists
}

// A goFunction is a benchmark function that all arms have.
type goFunction struct {
	key, name string
	order     *experiment.Blocks
	runs      [][]goRun // by part and turn
	closed    bool      // further turns would change nothing
}

// String names it for people.
func (f *goFunction) String() string { return f.name + " of " + f.key }

// build makes the test binaries of all arms and lists their benchmarks.
func (b *goBuilder) build(ctx context.Context) error {
	if err := b.define(ctx); err != nil {
		return err
	}
	b.clocks()
	for i, a := range b.arms {
		if err := b.find(ctx, a); err != nil {
			return err
		}
		for _, key := range b.keys {
			if p := a.packages[key]; p != nil {
				if err := b.compile(ctx, a, p, strconv.Itoa(i)); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// listFormat makes go list print a line for each package. Old go commands know no others.
const listFormat = "{{.ImportPath}}\t{{.Dir}}\t{{with .Module}}{{.Path}}{{end}}\t{{with .Error}}{{printf \"%q\" .Err}}{{end}}"

// find lists the packages of an arm that have benchmarks.
func (b *goBuilder) find(ctx context.Context, a *goArm) error {
	b.progress(Step{Text: "looking for benchmarks of " + a.about.Name})
	args := append([]string{"list", "-e", "-find", "-f", listFormat, "--"}, b.Packages...)
	out, err := a.golang(ctx, args...)
	if err != nil {
		return &BuildError{Program: a.about.Name, Command: "go list " + strings.Join(b.Packages, " "), Err: err}
	}
	a.packages = map[string]*goPackage{}
	for line := range strings.Lines(string(out)) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(fields) != 4 {
			continue
		}
		path, dir, module, problem := fields[0], fields[1], fields[2], fields[3]
		if has, err := hasBenchmarks(dir); err != nil {
			return err
		} else if !has {
			continue
		}
		if problem != "" {
			text, err := strconv.Unquote(problem)
			if err != nil {
				text = problem
			}
			return &BuildError{Program: path + " of " + a.about.Name, Command: "go list", Err: errors.New(text)}
		}
		b.module = module
		key := strings.TrimPrefix(strings.TrimPrefix(path, module), "/")
		if key == "" || module == "" {
			key = path
		}
		a.packages[key] = &goPackage{key: key, path: path, dir: dir}
		if !slices.Contains(b.keys, key) {
			b.keys = append(b.keys, key)
		}
	}
	return nil
}

// declaration is that of a benchmark.
func declaration() *regexp.Regexp { return regexp.MustCompile(`(?m)^\s*func\s+Benchmark`) }

// hasBenchmarks reports whether tests in a folder declare one. Of a folder that is not there, none does.
func hasBenchmarks(dir string) (bool, error) {
	files, err := filepath.Glob(filepath.Join(globEscaped(dir), "*_test.go"))
	if err != nil || dir == "" {
		return false, err
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			return false, err
		}
		if declaration().Match(data) {
			return true, nil
		}
	}
	return false, nil
}

// globEscaped is a path without meaning for filepath.Glob.
func globEscaped(path string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}

// compile builds the test binary of a package and lists its benchmarks.
func (b *goBuilder) compile(ctx context.Context, a *goArm, p *goPackage, arm string) error {
	b.progress(Step{Text: "building the benchmarks of " + p.key + ", " + a.about.Name})
	p.binary = filepath.Join(b.binaries, arm+"-"+strings.ReplaceAll(p.key, "/", "-")+".test")
	builder, clock := a.clock.golang(a)
	args := slices.Concat([]string{"test", "-c"}, a.flags, clock, []string{"-o", p.binary, p.path})
	shown := "go " + strings.Join(slices.Concat([]string{"test", "-c"}, a.flags, []string{p.path}), " ")
	if _, err := builder.golang(ctx, args...); err != nil {
		return &BuildError{Program: p.key + " of " + a.about.Name, Command: shown, Err: err}
	}
	a.about.Build = append(a.about.Build, shown)
	if _, err := os.Stat(p.binary); err != nil { // the tests are for other systems
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, b.timeout())
	defer cancel()
	out, _, err := tool.Command{Name: p.binary, Says: "the tests", Dir: p.dir, Env: a.running()}.Run(ctx, "-test.list", "^Benchmark")
	if err != nil {
		return b.unlisted(a, p, err)
	}
	for line := range strings.Lines(string(out)) {
		if name := strings.TrimSpace(line); isFunction(name) {
			p.functions = append(p.functions, name)
		}
	}
	return nil
}

// unlisted is that a binary does not tell its benchmarks.
func (b *goBuilder) unlisted(a *goArm, p *goPackage, err error) error {
	e := &ArmError{Arm: a.about.Name, Problem: "the tests of " + p.key + " do not list their benchmarks: " + err.Error()}
	if failed := (*tool.Failure)(nil); errors.As(err, &failed) {
		e.Problem = "the tests of " + p.key + " do not list their benchmarks: " + failed.Err.Error()
		e.Lines = strings.Split(strings.TrimSpace(failed.Stdout+failed.Stderr), "\n")
		e.Lines = e.Lines[max(0, len(e.Lines)-mostLines):]
	}
	return e
}

// mostLines is how much of what a program wrote an error shows.
const mostLines = 20

// isFunction reports whether a line names a benchmark, and is not what else a program prints.
func isFunction(line string) bool {
	return strings.HasPrefix(line, "Benchmark") && !strings.ContainsAny(line, " \t/:")
}

// running is the environment of test binaries: as go test has it, which puts the toolchain first.
func (a *goArm) running() []string {
	path := filepath.Join(a.goroot, "bin")
	if old := tool.Lookup(a.env, "PATH"); old != "" {
		path += string(filepath.ListSeparator) + old
	}
	return append(slices.Clip(a.env), "GOROOT="+a.goroot, "PATH="+path)
}

// ErrNoBenchmark says that no benchmark is in both arms and wanted.
var ErrNoBenchmark = errors.New("there is no benchmark to compare")

// functions are those that all arms have. Others are noted.
func (b *goBuilder) functions() (all []*goFunction, err error) {
	wanted, _, err := splitBench(b.Bench)
	if err != nil {
		return nil, err
	}
	var seen []string
	for _, key := range b.keys {
		for _, name := range b.named(key) {
			seen = append(seen, name)
			if !wanted.MatchString(name) {
				continue
			}
			if b.everywhere(key, name) {
				all = append(all, &goFunction{key: key, name: name})
			}
		}
	}
	if len(all) == 0 {
		return nil, b.none(seen)
	}
	return all, nil
}

// named are the benchmarks of a package in any arm.
func (b *goBuilder) named(key string) (all []string) {
	for _, a := range b.arms {
		if p := a.packages[key]; p != nil {
			for _, name := range p.functions {
				if !slices.Contains(all, name) {
					all = append(all, name)
				}
			}
		}
	}
	return all
}

// everywhere reports whether all arms have a benchmark, and notes one that some lack.
func (b *goBuilder) everywhere(key, name string) bool {
	var lack []string
	for _, a := range b.arms {
		if p := a.packages[key]; p == nil || !slices.Contains(p.functions, name) {
			lack = append(lack, a.about.Name)
		}
	}
	if lack != nil {
		b.skipped = append(b.skipped, evidence.Skipped{What: name + " of " + key, Why: "not compared: " + strings.Join(lack, ", ") + " has no such benchmark"})
	}
	return lack == nil
}

// none is that nothing can be compared, and why.
func (b *goBuilder) none(seen []string) error {
	patterns := strings.Join(b.Packages, " ")
	switch {
	case len(b.skipped) > 0:
		var why bytes.Buffer
		for _, s := range b.skipped {
			fmt.Fprintf(&why, "\n\t%s: %s", s.What, s.Why)
		}
		return fmt.Errorf("%s: %w:%s", patterns, ErrNoBenchmark, why.String())
	case len(seen) == 0:
		return fmt.Errorf("%s: %w: no test declares one", patterns, ErrNoBenchmark)
	}
	text := fmt.Sprintf("none of %d is called %s", len(seen), b.Bench)
	var short []string
	for _, name := range seen {
		short = append(short, strings.TrimPrefix(name, "Benchmark"))
	}
	if near := manifest.Nearest(strings.TrimPrefix(b.Bench, "Benchmark"), short); near != "" {
		text += ", did you mean " + near + "?"
	} else if len(seen) <= mostLines {
		text += ": they are " + strings.Join(seen, ", ")
	}
	return fmt.Errorf("%s: %w: %s", patterns, ErrNoBenchmark, text)
}
