package startup

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/experiment"
	"github.com/cupelgo/cupel/internal/gotool"
	"github.com/cupelgo/cupel/internal/host"
	"github.com/cupelgo/cupel/internal/report"
	"github.com/cupelgo/cupel/internal/revision"
	"github.com/cupelgo/cupel/internal/secret"
	"github.com/cupelgo/cupel/internal/store"
)

// Kind is the kind of record that this package writes.
const Kind = "startup"

// Run measures how o.Target starts. On [ErrNotReady] the result is given too. A cancelled context
// leaves neither processes nor temporary folders nor a record.
func Run(ctx context.Context, o Options) (*Result, error) {
	session, err := experiment.NewSession()
	if err != nil {
		return nil, err
	}
	defer session.Close()
	m, err := open(ctx, o, session, session.Temp())
	if err != nil {
		return nil, err
	}
	defer m.close()
	return m.run(ctx)
}

// Preview says what Run would do, without building or running anything.
func Preview(ctx context.Context, o Options) (*Plan, error) {
	session, err := experiment.NewSession()
	if err != nil {
		return nil, err
	}
	defer session.Close()
	target, err := resolve(ctx, &o, session, session.Temp())
	if err != nil {
		return nil, err
	}
	defer target.Close()
	p := &Plan{
		Package: target.Package, Module: target.Module, Version: target.Version, Go: target.GoVersion,
		File: target.File, Builds: target.builds,
		Runs: o.MostRuns(), Further: o.Further(), Cold: o.coldRuns() / 2, Ready: secret.Text(o.Ready.String()),
		Command: append([]string{cmp.Or(target.File, report.Program(target.Package))}, secret.Args(o.Args)...),
	}
	if target.blind != nil {
		p.Runs, p.Further = 1+o.mostRuns()+o.coldRuns(), 0
		p.Skipped = []string{"critical path and causes: " + target.blind.Error()}
	}
	return p, nil
}

// A measurement is the state of one Run.
type measurement struct {
	Options
	session *experiment.Session
	target  *subject
	draft   *store.Draft
	temp    string   // folder of the executables
	notes   []string // how the files of a revision differ from a checkout
	seen    observed
	record  evidence.Record
	counted host.Counters // when nothing had run yet
	plain   string        // the executable without the agent
	agent   string        // the executable with the agent; "" where it cannot be built

	childSecrets []string // in command lines and environments of children of the observed run

	late      bool               // the program accepts later than it listens, see acceptsLate
	unsampled error              // why the kernel did not sample the traced run; nil if it did
	causes    []evidence.Finding // of the traced run
}

// open resolves the target. temp is an existing folder. Close the measurement.
func open(ctx context.Context, o Options, session *experiment.Session, temp string) (*measurement, error) {
	tree, err := o.export(ctx, temp)
	if err != nil {
		return nil, err
	}
	o.progress(Step{Text: "resolving " + o.Target})
	target, err := resolve(ctx, &o, session, temp)
	if err != nil {
		return nil, err
	}
	m := &measurement{Options: o, session: session, target: target, temp: temp}
	if tree != nil {
		target.Revision = tree.Commit
		for _, note := range tree.Notes {
			m.notes = append(m.notes, o.Revision+": "+note)
		}
	}
	return m, nil
}

// export puts the revision that is asked for beside the repository; nil without one.
func (o *Options) export(ctx context.Context, temp string) (*revision.Tree, error) {
	if o.Revision == "" {
		return nil, nil
	}
	if !local(o.Target) {
		return nil, &FileError{File: o.Target, Why: "a revision of the repository has packages only, as ./cmd/api"}
	}
	o.progress(Step{Text: "exporting " + o.Revision})
	tree, err := revision.Export(ctx, o.Dir, o.Revision, temp, o.Env)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(filepath.Join(tree.Dir, o.Target)); err != nil {
		return nil, &FileError{File: o.Target, Why: "does not exist at " + o.Revision}
	}
	o.Dir = tree.Dir
	return tree, nil
}

// local reports whether a target is a package in the folder where it is resolved.
func local(target string) bool {
	return target == "." || target == ".." || strings.HasPrefix(target, "./") || strings.HasPrefix(target, "../")
}

func (m *measurement) close() {
	if m.draft != nil {
		m.draft.Discard()
	}
	m.target.Close()
}

func (m *measurement) run(ctx context.Context) (*Result, error) {
	if err := m.prepare(ctx); err != nil {
		return nil, err
	}
	err := m.measure(ctx)
	if changed := m.target.intact(); changed != nil {
		return nil, changed
	}
	if err != nil {
		return nil, err
	}
	return m.finish()
}

// prepare begins a record, provides the executables and says what is known before anything runs.
func (m *measurement) prepare(ctx context.Context) (err error) {
	if m.draft, err = m.Store.Begin(m.Now(), rand.Reader); err != nil {
		return fmt.Errorf("opening the store: %w", err)
	}
	m.describe()
	if err := m.target.prepare(ctx, m); err != nil {
		return err
	}
	return m.examine()
}

// finish analyzes what the runs gave and stores the record.
func (m *measurement) finish() (*Result, error) {
	host.Count().Since(m.counted, &m.record.Host)
	if err := m.analyze(); err != nil {
		return nil, err
	}
	if m.Judge != nil {
		m.record.Verdicts = m.Judge(&m.record)
	}
	path, err := m.draft.Commit(&m.record)
	if err != nil {
		return nil, fmt.Errorf("storing the record: %w", err)
	}
	res := &Result{Record: &m.record, Path: path}
	if m.seen.trouble() != nil {
		return res, ErrNotReady
	}
	return res, nil
}

// describe fills in what is known before anything runs.
func (m *measurement) describe() {
	t := m.target
	m.seen = observed{
		Package: t.Package, Module: t.Module, Go: t.GoVersion, UID: os.Getuid(), Named: t.File, Modules: t.Modules,
		Ready: secret.Text(m.Ready.String()), Packages: withoutFolders(t.Packages), Notes: m.notes,
	}
	m.record = evidence.Record{
		Schema: evidence.Schema, Kind: Kind, ID: m.draft.ID(), Created: m.Now().UTC(), Labels: m.Labels, Tool: m.Tool,
		Subject: evidence.Subject{
			Package: t.Package, Module: t.Module, Version: t.Version, Revision: t.Revision, Go: t.GoVersion,
			Args: secret.Args(m.Args), EnvKeys: keys(m.ExtraEnv), Build: t.Build,
		},
		Host: host.Fingerprint(m.Dir),
		Plan: evidence.Plan{
			Arms: []string{t.Package}, Runs: m.mostRuns(), Order: "sequential",
			Terminal: m.PTY, Readiness: secret.Text(m.Ready.String()), Timeout: m.Timeout.Seconds(), Budget: m.Budget.Seconds(),
		},
	}
	if t.File != "" {
		m.record.Subject.File = filepath.Base(t.File)
	}
	m.record.Host.Go = t.GoVersion
	m.record.Host.Env = host.Environment(append(slices.Clone(m.Env), m.ExtraEnv...), secret.Settings)
	m.counted = host.Count()
}

// withoutFolders leaves out where packages lie on this machine: no finding depends on it, and a
// record is passed on.
func withoutFolders(all map[string]*gotool.Package) map[string]*gotool.Package {
	out := make(map[string]*gotool.Package, len(all))
	for path, p := range all {
		q := *p
		q.Dir, q.ModuleDir = "", ""
		out[path] = &q
	}
	return out
}

// keys returns the names of KEY=VALUE pairs.
func keys(env []string) []string {
	var out []string
	for _, kv := range env {
		k, _, _ := strings.Cut(kv, "=")
		out = append(out, k)
	}
	return out
}

// examine looks at the executable that the plain runs are of.
func (m *measurement) examine() (err error) {
	if m.record.Subject.SHA256, err = sumFile(m.plain); err != nil {
		return err
	}
	m.seen.File, err = readExecutable(m.plain)
	return err
}

func (m *measurement) skip(what, why, remedy string) {
	m.seen.Skipped = append(m.seen.Skipped, skip{what, why, remedy})
}

func sumFile(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// analyze saves what the runs gave and computes the record from it.
func (m *measurement) analyze() error {
	if err := m.redactOutput(); err != nil {
		return err
	}
	if err := m.seen.save(m.draft.Dir()); err != nil {
		return err
	}
	if err := analyze(m.draft.Dir(), &m.record); err != nil {
		return err
	}
	return writeProfiles(m.draft.Dir())
}
