package bench

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/claim"
	"github.com/cupelgo/cupel/internal/comparison"
	"github.com/cupelgo/cupel/internal/experiment"
	"github.com/cupelgo/cupel/internal/tool"
)

// fileExperiment is the artifact that holds the files of an experiment, as txtar.
const fileExperiment = "experiment.txtar"

// Experiment carries out an experiment, a name of [Catalogue] or a folder with experiment.yaml, and stores what it
// gave. Arms whose toolchain is missing are skipped; an arm that fails, or works on something else than the others, is an
// [*ArmError].
func Experiment(ctx context.Context, name string, o Options) (*Result, error) {
	f, err := openFolder(o.Dir, name)
	if err != nil {
		return nil, err
	}
	s, err := readSpec(f.files)
	if err != nil {
		return nil, fmt.Errorf("experiment %s: %w", name, err)
	}
	return carryOut(ctx, f, s, s.Claims, o)
}

// carryOut builds the arms, runs them and judges claims.
func carryOut(ctx context.Context, f *folder, s *spec, claims []Published, o Options) (*Result, error) {
	text, sum, err := f.sources()
	if err != nil {
		return nil, err
	}
	session, err := experiment.NewSession()
	if err != nil {
		return nil, err
	}
	defer session.Close()
	b := newBuilder(s, session, o)
	c, err := b.contest(ctx, f)
	if err == nil {
		err = c.run(ctx)
	}
	if err != nil {
		return nil, fmt.Errorf("experiment %s: %w", f.name, err)
	}
	rec := c.record()
	rec.Subject = evidence.Subject{Experiment: f.name, SHA256: sum}
	rec.Skipped = append(rec.Skipped, b.skipped...)
	for i := range claims {
		rec.Verdicts = append(rec.Verdicts, claims[i].judge(viewOf(rec)))
	}
	path, err := o.keep(rec, map[string][]byte{fileExperiment: text})
	return &Result{Record: rec, Path: path, spec: s}, err
}

// A builder makes arms of a spec.
type builder struct {
	Options
	spec    *spec
	session *experiment.Session
	dir     string // of the experiment's files
	vars    map[string]string
	toolbox toolbox
	built   map[string]string // by program: what {program} stands for
	skipped []evidence.Skipped
}

func newBuilder(s *spec, session *experiment.Session, o Options) *builder {
	b := &builder{Options: o, spec: s, session: session, vars: s.vars(o.Smoke), built: map[string]string{}}
	b.toolbox.env = append(slices.Clip(o.Env), session.ToolMark())
	return b
}

// contest builds the arms and says how they are run.
func (b *builder) contest(ctx context.Context, f *folder) (c *contest, err error) {
	if err := os.Mkdir(b.temp("experiment"), 0o755); err != nil {
		return nil, err
	}
	if b.dir, err = f.place(b.temp("experiment")); err != nil {
		return nil, err
	}
	arms, err := b.arms(ctx)
	if err != nil {
		return nil, err
	}
	metrics := slices.Clone(b.spec.Metrics)
	for i := range metrics {
		metrics[i].Doc = expand(metrics[i].Doc, b.vars)
	}
	c = &contest{
		Options: b.Options, session: b.session, arms: arms, metrics: metrics, effect: DefaultEffect, warmUps: b.spec.WarmUps,
		looks: comparison.Looks{Exactly: b.spec.turns(&b.Options)},
	}
	if c.Budget == 0 && c.looks.Exactly > 0 {
		c.Budget = fixedBudget
	}
	for _, effect := range []float64{b.spec.Effect, b.Effect} {
		if effect > 0 {
			c.effect = effect
		}
	}
	return c, nil
}

func (b *builder) temp(elem ...string) string {
	return filepath.Join(append([]string{b.session.Temp()}, elem...)...)
}

// arms builds what the arms run. One whose toolchain is missing is skipped; if all are, that is an error.
func (b *builder) arms(ctx context.Context) (all []arm, err error) {
	for i := range b.spec.Arms {
		as := &b.spec.Arms[i]
		a, missing, err := b.arm(ctx, as)
		if err != nil {
			return nil, err
		}
		if missing != nil {
			b.skipped = append(b.skipped, evidence.Skipped{What: "arm " + as.Name, Why: missing.Why, Remedy: missing.Remedy})
			continue
		}
		all = append(all, *a)
	}
	if len(all) == 0 {
		var why []string
		for _, s := range b.skipped {
			why = append(why, s.What+": "+s.Why+" ("+s.Remedy+")")
		}
		return nil, errors.New("no arm can be run: " + strings.Join(why, "; "))
	}
	return all, nil
}

// arm makes one arm; missing says which toolchain is not there.
func (b *builder) arm(ctx context.Context, as *armSpec) (a *arm, missing *evidence.Skipped, err error) {
	a = &arm{about: evidence.Arm{Name: as.Name}}
	tools := map[string]bool{}
	need := func(needs []string, goVersion string) *evidence.Skipped {
		for _, name := range needs {
			f := b.toolbox.look(ctx, name, goVersion)
			if f.missing != nil {
				return f.missing
			}
			tools[f.version] = true
		}
		return nil
	}
	for _, name := range b.used(as.Run) {
		p := b.spec.Programs[name]
		if missing = need(needed(p.Needs, p.Build), p.Go); missing != nil {
			return nil, missing, nil
		}
		if err := b.build(ctx, name); err != nil {
			return nil, nil, err
		}
		a.about.Build = append(a.about.Build, b.shown(p.Build)...)
	}
	if missing = need(needed(as.Needs, []string{as.Run}), as.Go); missing != nil {
		return nil, missing, nil
	}
	a.about.Tools = slices.Sorted(maps.Keys(tools))
	a.about.EnvKeys = slices.Sorted(maps.Keys(as.Env))
	return a, nil, b.command(a, as)
}

// command fills in what the arm runs.
func (b *builder) command(a *arm, as *armSpec) error {
	words, err := claim.Words(as.Run)
	if err != nil {
		return err
	}
	env := b.toolbox.env
	if as.Go != "" {
		env = goEnvironment(env, as.Go)
	}
	a.command = experiment.Command{Dir: b.dir, Env: environment(env, as.Env, b.vars)}
	for _, w := range words {
		shown := expand(w, b.vars)
		a.about.Command = append(a.about.Command, shown)
		a.command.Args = append(a.command.Args, expand(shown, b.built))
	}
	a.command.Path, a.command.Args = a.command.Args[0], a.command.Args[1:]
	if a.command.Path, err = lookPath(a.command.Path, env); err != nil {
		return fmt.Errorf("arm %s: %s: %w", as.Name, words[0], err)
	}
	a.about.SHA256 = sumFile(a.command.Path)
	return nil
}

// used are the programs that a command line names, in order.
func (b *builder) used(line string) (all []string) {
	for _, found := range placeholder().FindAllStringSubmatch(line, -1) {
		if _, ok := b.spec.Programs[found[1]]; ok && !slices.Contains(all, found[1]) {
			all = append(all, found[1])
		}
	}
	return all
}

// needed are the toolchains of command lines: those that are named, and known ones that a line begins with.
func needed(named, lines []string) []string {
	all := slices.Clone(named)
	for _, line := range lines {
		first, _, _ := strings.Cut(strings.TrimSpace(line), " ")
		if _, ok := known(first); ok && !slices.Contains(all, first) {
			all = append(all, first)
		}
	}
	return all
}

// shown are command lines as a record has them.
func (b *builder) shown(lines []string) (all []string) {
	for _, line := range lines {
		all = append(all, expand(line, b.vars))
	}
	return all
}

// build makes a program, once.
func (b *builder) build(ctx context.Context, name string) error {
	if _, done := b.built[name]; done {
		return nil
	}
	p := b.spec.Programs[name]
	exe := b.temp("built-" + name)
	values := maps.Clone(b.vars)
	values[placeExe] = exe
	env := environment(goEnvironment(append(slices.Clip(b.toolbox.env), "GOTMPDIR="+b.session.Temp()), p.Go), p.Env, b.vars)
	for _, line := range p.Build {
		b.progress(Step{Text: "building " + name})
		words, err := claim.Words(line)
		if err != nil {
			return err
		}
		for i := range words {
			words[i] = expand(words[i], values)
		}
		if _, _, err := (tool.Command{Name: words[0], Says: words[0], Dir: b.dir, Env: env}).Run(ctx, words[1:]...); err != nil {
			return &BuildError{Program: name, Command: line, Err: err}
		}
	}
	b.built[name] = exe
	return nil
}

// A BuildError says which program of an experiment could not be built.
type BuildError struct {
	Program, Command string
	Err              error
}

// Error returns the command and what it wrote to stderr.
func (e *BuildError) Error() string {
	text := fmt.Sprintf("building %s: %s: %v", e.Program, e.Command, e.Err)
	var failed *tool.Failure
	if errors.As(e.Err, &failed) {
		text = fmt.Sprintf("building %s: %s: %v", e.Program, e.Command, failed.Err)
		for line := range strings.Lines(strings.TrimSpace(failed.Stderr)) {
			text += "\n\t" + strings.TrimRight(line, "\n")
		}
	}
	return text
}

// Unwrap returns Err.
func (e *BuildError) Unwrap() error { return e.Err }
