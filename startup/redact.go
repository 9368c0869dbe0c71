package startup

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/internal/experiment"
	"github.com/cupelgo/cupel/internal/secret"
)

// buildSettings returns build flags as they may be stored: without the values that -ldflags -X sets.
func buildSettings(flags []string) map[string]string {
	if len(flags) == 0 {
		return nil
	}
	out := map[string]string{}
	for _, f := range flags {
		name, value, _ := strings.Cut(f, "=")
		if value == "" {
			value = "true"
		}
		out[name] = secret.Settings(value)
	}
	return out
}

// hideFile takes the secrets out of a file. Of one that was cut short the end may be the beginning of a
// secret: that goes, too.
func hideFile(h *secret.Hider, path string, cut bool) error {
	data, err := os.ReadFile(path)
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		return err
	}
	text := string(data)
	if cut {
		text = h.WithoutBegun(text)
	}
	return os.WriteFile(path, []byte(h.Text(text)), 0o644)
}

// hideRun takes the secrets out of what a run tells.
func hideRun(h *secret.Hider, r *experiment.Run) {
	if r.Other != nil {
		r.Other.Args = h.All(secret.Args(r.Other.Args))
	}
	r.Problem = h.Text(r.Problem)
	if len(r.LastLines) > 0 { // together: a key is a block of lines
		r.LastLines = strings.Split(h.Text(strings.Join(r.LastLines, "\n")), "\n")
	}
	h.All(r.Warnings)
}

// hider knows the secrets of the measurement.
func (m *measurement) hider() *secret.Hider {
	others := slices.Clone(m.childSecrets)
	for _, f := range m.target.flags {
		others = append(others, secret.Linked(f)...)
	}
	if url := m.Ready.URL; url != "" {
		others = append(others, secret.Parts(url)...)
		others = append(others, secret.Query(url)...)
	}
	return secret.NewHider(m.Args, slices.Concat(m.Env, m.ExtraEnv), others...)
}

// redactOutput takes secrets out of what the program printed, in files and in the runs.
func (m *measurement) redactOutput() error {
	h := m.hider()
	if m.seen.Alloc != nil { // it leaves no file of output
		hideRun(h, m.seen.Alloc)
	}
	for _, p := range m.seen.pairs() { // nor do these
		hideRun(h, &p.Plain)
		hideRun(h, &p.Other)
	}
	for name, runs := range m.seen.outputs() {
		cut := false
		for _, r := range runs {
			hideRun(h, r)
			cut = cut || r.Truncated
		}
		if err := hideFile(h, filepath.Join(m.draft.Dir(), name), cut); err != nil {
			return err
		}
	}
	return nil
}

// pairs returns all pairs of runs.
func (o *observed) pairs() []*pair {
	var all []*pair
	for i := range o.GOGC {
		all = append(all, &o.GOGC[i])
	}
	for i := range o.coldPairs() {
		all = append(all, &o.Cold.Pairs[i])
	}
	return all
}

// outputs returns the runs that have written each file of output.
func (o *observed) outputs() map[string][]*experiment.Run {
	all := map[string][]*experiment.Run{}
	if o.Trace != nil {
		all[fileOutput] = []*experiment.Run{o.Trace}
	}
	if o.InitTrace != nil {
		all[fileInitTrace] = []*experiment.Run{o.InitTrace}
	}
	for i := range o.Plain {
		all[filePlain] = append(all[filePlain], &o.Plain[i])
	}
	return all
}

// cutKey returns the value of kv if its key is key.
func cutKey(kv, key string) (string, bool) {
	k, v, ok := strings.Cut(kv, "=")
	return v, ok && k == key
}
