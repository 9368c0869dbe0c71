// Package secret answers: what of a command line, an environment or an output must not be kept or shown?
//
// It knows secrets by the names of what holds them and by their form. What neither gives away, as in -psecret, it
// cannot find.
package secret

import (
	"cmp"
	"slices"
	"strings"
)

// minSecret is the shortest value that is searched for in output: shorter ones would blot out
// ordinary words.
const minSecret = 6

// Args returns args as they may be stored.
func Args(args []string) []string {
	shown, _ := Take(args)
	return shown
}

// Settings takes the values that -X sets out of build flags, and whatever else is private in settings of
// the go command.
func Settings(flags string) string {
	return Text(takeOut(flags, linkerValues()))
}

// A Hider takes secrets out of texts: those that it was given, however they are written, and what the
// form alone gives away.
type Hider struct{ secrets []string }

// NewHider knows the secrets of a command line and an environment. Others may be added.
func NewHider(args, env []string, others ...string) *Hider {
	_, all := Take(args)
	all = append(all, others...)
	for _, kv := range env {
		k, v, _ := strings.Cut(kv, "=")
		if isTelling(k) {
			all = append(all, v)
		}
		all = append(append(all, Parts(v)...), Linked(v)...)
	}
	for _, a := range args {
		all = append(all, Linked(a)...)
	}
	h := &Hider{}
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
	return takeOut(NewHider(args, env).Without(text), looseForms())
}

// Without takes out the secrets that were given.
func (h *Hider) Without(text string) string {
	for _, s := range h.secrets {
		text = strings.ReplaceAll(text, s, Redacted)
	}
	return text
}

// Text takes out all secrets.
func (h *Hider) Text(text string) string { return takeOut(h.Without(text), outputForms()) }

// WithoutBegun drops the beginning of a secret, of half of minSecret or more, from the end of a text.
func (h *Hider) WithoutBegun(text string) string {
	for _, s := range h.secrets {
		for n := min(len(s)-1, len(text)); n >= minSecret/2; n-- {
			if strings.HasSuffix(text, s[:n]) {
				return text[:len(text)-n]
			}
		}
	}
	return text
}

// All takes the secrets out of each text.
func (h *Hider) All(texts []string) []string {
	for i := range texts {
		texts[i] = h.Text(texts[i])
	}
	return texts
}

// Known are the secrets that h was given, the longest first.
func (h *Hider) Known() []string { return h.secrets }
