package startup

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/internal/experiment"
)

// minSecret is the shortest value that is searched for in output: shorter ones would blot out
// ordinary words.
const minSecret = 6

// redactArgs returns args as they may be stored.
func redactArgs(args []string) []string {
	shown, _ := hideArgs(args)
	return shown
}

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
		out[name] = HideSettings(value)
	}
	return out
}

// HideSettings takes the values that -X sets out of build flags, and whatever else is private in settings of
// the go command.
func HideSettings(flags string) string {
	return redactText(takeOut(flags, linkerValues()))
}

// A hider takes secrets out of texts: those that it was given, however they are written, and what the
// form alone gives away.
type hider struct{ secrets []string }

// newHider knows the secrets of a command line and an environment. Others may be added.
func newHider(args, env []string, others ...string) *hider {
	_, all := hideArgs(args)
	all = append(all, others...)
	for _, kv := range env {
		k, v, _ := strings.Cut(kv, "=")
		if isTelling(k) {
			all = append(all, v)
		}
		all = append(append(all, secretParts(v)...), linkerSecrets(v)...)
	}
	for _, a := range args {
		all = append(all, linkerSecrets(a)...)
	}
	h := &hider{}
	for _, s := range all {
		h.secrets = append(h.secrets, written(s)...)
	}
	h.secrets = slices.DeleteFunc(h.secrets, func(s string) bool { return len(s) < minSecret })
	slices.SortFunc(h.secrets, func(a, b string) int { // a part after its whole
		return cmp.Or(len(b)-len(a), strings.Compare(a, b))
	})
	h.secrets = slices.Compact(h.secrets)
	return h
}

// Hide returns a text as it may be shown: without what is secret in a command line or an environment,
// and without what the form alone gives away.
func Hide(text string, args, env []string) string {
	return takeOut(newHider(args, env).known(text), looseForms())
}

// known takes out the secrets that were given.
func (h *hider) known(text string) string {
	for _, s := range h.secrets {
		text = strings.ReplaceAll(text, s, redacted)
	}
	return text
}

// text takes out all secrets.
func (h *hider) text(text string) string { return takeOut(h.known(text), outputForms()) }

// file takes the secrets out of a file. Of one that was cut short the end may be the beginning of a
// secret: that goes, too.
func (h *hider) file(path string, cut bool) error {
	data, err := os.ReadFile(path)
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		return err
	}
	text := string(data)
	if cut {
		text = h.withoutBegun(text)
	}
	return os.WriteFile(path, []byte(h.text(text)), 0o644)
}

// withoutBegun drops the beginning of a secret, of half of minSecret or more, from the end of a text.
func (h *hider) withoutBegun(text string) string {
	for _, s := range h.secrets {
		for n := min(len(s)-1, len(text)); n >= minSecret/2; n-- {
			if strings.HasSuffix(text, s[:n]) {
				return text[:len(text)-n]
			}
		}
	}
	return text
}

// run takes the secrets out of what a run tells.
func (h *hider) run(r *experiment.Run) {
	if r.Other != nil {
		r.Other.Args = h.all(redactArgs(r.Other.Args))
	}
	r.Problem = h.text(r.Problem)
	if len(r.LastLines) > 0 { // together: a key is a block of lines
		r.LastLines = strings.Split(h.text(strings.Join(r.LastLines, "\n")), "\n")
	}
	h.all(r.Warnings)
}

// all takes the secrets out of each text.
func (h *hider) all(texts []string) []string {
	for i := range texts {
		texts[i] = h.text(texts[i])
	}
	return texts
}

// hider knows the secrets of the measurement.
func (m *measurement) hider() *hider {
	others := slices.Clone(m.childSecrets)
	for _, f := range m.target.flags {
		others = append(others, linkerSecrets(f)...)
	}
	if url := m.Ready.URL; url != "" {
		others = append(others, secretParts(url)...)
		for _, found := range queryValue().FindAllStringSubmatch(url, -1) {
			others = append(others, found[1])
		}
	}
	return newHider(m.Args, slices.Concat(m.Env, m.ExtraEnv), others...)
}

// redactOutput takes secrets out of what the program printed, in files and in the runs.
func (m *measurement) redactOutput() error {
	h := m.hider()
	if m.seen.Alloc != nil { // it leaves no file of output
		h.run(m.seen.Alloc)
	}
	for _, p := range m.seen.pairs() { // nor do these
		h.run(&p.Plain)
		h.run(&p.Other)
	}
	for name, runs := range m.seen.outputs() {
		cut := false
		for _, r := range runs {
			h.run(r)
			cut = cut || r.Truncated
		}
		if err := h.file(filepath.Join(m.draft.Dir(), name), cut); err != nil {
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
