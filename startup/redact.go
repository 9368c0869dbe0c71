package startup

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
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
		out[name] = redactSettings(value)
	}
	return out
}

// redactSettings takes the values that -X sets out of build flags.
func redactSettings(flags string) string {
	quoted := regexp.MustCompile(`(-X[= ]*(['"])[^='"]+=)[^'"]*`)
	bare := regexp.MustCompile(`(-X[= ]+[^='"\s]+=)\S+`)
	return bare.ReplaceAllString(quoted.ReplaceAllString(flags, "${1}"+redacted), "${1}"+redacted)
}

// linked finds the values that -X sets, quoted or not.
func linked() *regexp.Regexp { return regexp.MustCompile(`-X[= ]*['"]?[^='"\s]+=([^'"\s]+)`) }

// secrets returns the values that must not be found in anything that is written.
func (m *measurement) secrets() []string {
	_, all := hideArgs(m.Args)
	for _, kv := range slices.Concat(m.Env, m.ExtraEnv) {
		k, v, _ := strings.Cut(kv, "=")
		if isTelling(k) {
			all = append(all, v)
		}
		all = append(all, secretParts(v)...)
	}
	for _, f := range m.BuildFlags {
		for _, v := range linked().FindAllStringSubmatch(f, -1) {
			all = append(all, v[1])
		}
	}
	all = slices.DeleteFunc(all, func(s string) bool { return len(s) < minSecret })
	slices.SortFunc(all, func(a, b string) int { return len(b) - len(a) }) // a part after its whole
	return slices.Compact(all)
}

// redactOutput takes secrets out of what the program printed, in files and in the runs.
func (m *measurement) redactOutput() error {
	secrets := m.secrets()
	if len(secrets) == 0 {
		return nil
	}
	for _, name := range []string{fileOutput, filePlain, fileInitTrace} {
		if err := redactFile(filepath.Join(m.draft.Dir(), name), secrets); err != nil {
			return err
		}
	}
	redactRun(m.seen.Trace, secrets)
	redactRun(m.seen.InitTrace, secrets)
	for i := range m.seen.Plain {
		redactRun(&m.seen.Plain[i], secrets)
	}
	for i := range m.seen.GOGC {
		redactRun(&m.seen.GOGC[i].Plain, secrets)
		redactRun(&m.seen.GOGC[i].Other, secrets)
	}
	return nil
}

func redactFile(path string, secrets []string) error {
	data, err := os.ReadFile(path)
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, s := range secrets {
		data = bytes.ReplaceAll(data, []byte(s), []byte(redacted))
	}
	return os.WriteFile(path, data, 0o644)
}

func redactRun(r *experiment.Run, secrets []string) {
	if r == nil {
		return
	}
	for _, s := range secrets {
		r.Problem = strings.ReplaceAll(r.Problem, s, redacted)
		for i := range r.LastLines {
			r.LastLines[i] = strings.ReplaceAll(r.LastLines[i], s, redacted)
		}
	}
}

// cutKey returns the value of kv if its key is key.
func cutKey(kv, key string) (string, bool) {
	k, v, ok := strings.Cut(kv, "=")
	return v, ok && k == key
}
