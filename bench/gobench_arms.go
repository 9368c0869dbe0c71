package bench

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/experiment"
	"github.com/cupelgo/cupel/internal/revision"
	"github.com/cupelgo/cupel/internal/secret"
	"github.com/cupelgo/cupel/internal/tool"
)

// A goArm is one of the alternatives that a module's benchmarks are built as.
type goArm struct {
	about    evidence.Arm
	dir      string   // where the patterns of packages begin
	env      []string // of builds, and of runs but for PATH
	flags    []string // of builds
	command  string   // the go command; "": that on PATH
	clock    *goClock // nil: CPU time is not measured
	goroot   string
	goflags  string
	packages map[string]*goPackage // with benchmarks, by key
}

// A goBuilder makes test binaries of all arms.
type goBuilder struct {
	GoOptions
	session  *experiment.Session
	binaries string // folder of what is built
	arms     []*goArm
	skipped  []evidence.Skipped
	notes    []evidence.Warning
	keys     []string // of packages, in the order of the go command
	module   string
}

// define finds out what the arms are, of which each has the name that tables have.
func (b *goBuilder) define(ctx context.Context) error {
	switch {
	case b.Against != "":
		return b.revisions(ctx)
	case b.Versions != nil:
		return b.versions(ctx)
	case b.Vars != nil:
		return b.variables(ctx)
	}
	return b.profiles(ctx)
}

// add adds an arm, with what is the same in all.
func (b *goBuilder) add(ctx context.Context, name string, a goArm, vars ...string) error {
	a.about.Name = name
	if a.dir == "" {
		a.dir = b.Dir
	}
	env := slices.Concat(tool.Unattended(b.Env), []string{"GOTMPDIR=" + b.session.Temp(), b.session.ToolMark()}, vars)
	a.env = env
	out, err := a.golang(ctx, "env", "GOVERSION", "GOROOT", "GOFLAGS")
	if err != nil {
		return &BuildError{Program: name, Command: "go env", Err: err}
	}
	lines := strings.Split(string(out), "\n")
	if len(lines) < 3 {
		return fmt.Errorf("%s: go env printed %q", name, out)
	}
	a.goroot, a.goflags = lines[1], lines[2]
	a.about.Tools = append([]string{lines[0]}, a.about.Tools...)
	b.arms = append(b.arms, &a)
	return nil
}

// golang runs the go command of the arm.
func (a *goArm) golang(ctx context.Context, args ...string) ([]byte, error) {
	out, _, err := tool.Command{Name: cmp.Or(a.command, "go"), Says: "the go command", Dir: a.dir, Env: a.env}.Run(ctx, args...)
	return out, err
}

// working is the name of the arm that is built of the files as they are.
const working = "working tree"

func (b *goBuilder) revisions(ctx context.Context) error {
	b.progress(Step{Text: "checking out " + b.Against})
	tree, err := revision.Export(ctx, b.Dir, b.Against, b.session.Temp(), b.Env)
	if err != nil {
		return err
	}
	for _, note := range tree.Notes {
		b.notes = append(b.notes, evidence.Warning{Text: note})
	}
	at := goArm{dir: tree.Dir}
	at.about.Build = []string{"git checkout " + tree.Commit}
	if err := b.add(ctx, b.Against, at); err != nil {
		return err
	}
	return b.add(ctx, working, goArm{})
}

func (b *goBuilder) versions(ctx context.Context) error {
	for _, text := range b.Versions {
		name, err := b.toolchain(ctx, text)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(b.arms, func(a *goArm) bool { return a.about.Name == name }) {
			return fmt.Errorf("Go %s is %s, which takes part already", text, name)
		}
		if err := b.add(ctx, name, goArm{}, "GOTOOLCHAIN="+name); err != nil {
			return err
		}
	}
	return nil
}

func (b *goBuilder) variables(ctx context.Context) error {
	var keys, shown []string
	for _, kv := range b.Vars {
		key, _, ok := strings.Cut(kv, "=")
		if !ok || key == "" {
			return fmt.Errorf("%q is not KEY=VALUE", kv)
		}
		keys = append(keys, key)
		shown = append(shown, secret.Hide(kv, nil, []string{kv}))
	}
	if err := b.add(ctx, "without", goArm{}); err != nil {
		return err
	}
	with := goArm{about: evidence.Arm{EnvKeys: keys}}
	return b.add(ctx, strings.Join(shown, " "), with, b.Vars...)
}

func (b *goBuilder) profiles(ctx context.Context) error {
	path := b.PGO
	if !filepath.IsAbs(path) {
		path = filepath.Join(b.Dir, path)
	}
	switch info, err := os.Stat(path); {
	case err != nil:
		return fmt.Errorf("profile %s: %w", b.PGO, errors.Unwrap(err))
	case !info.Mode().IsRegular():
		return fmt.Errorf("profile %s: it is no file", b.PGO)
	}
	if err := b.add(ctx, "without PGO", goArm{flags: []string{"-pgo=off"}}); err != nil {
		return err
	}
	return b.add(ctx, "PGO", goArm{flags: []string{"-pgo=" + path}})
}
