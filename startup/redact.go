package startup

import (
	"bytes"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/cupelgo/cupel/internal/experiment"
)

const redacted = "[redacted]"

// minSecret is the shortest value that is searched for in output: shorter ones would blot out
// ordinary words.
const minSecret = 6

// secretName is what names of flags and environment variables look like whose values stay private.
func secretName() *regexp.Regexp {
	return regexp.MustCompile(`(?i)pass|secret|token|key|credential|auth|cookie|dsn|private`)
}

// redactArgs returns args as they may be stored: values of flags with telling names and passwords
// in URLs are left out.
func redactArgs(args []string) []string {
	name := secretName()
	var out []string
	hide := false
	for _, a := range args {
		flag, _, hasValue := strings.Cut(a, "=")
		isFlag := strings.HasPrefix(a, "-")
		switch {
		case hide && !isFlag:
			out = append(out, redacted)
		case isFlag && hasValue && name.MatchString(flag):
			out = append(out, flag+"="+redacted)
		default:
			out = append(out, redactURL(a))
		}
		hide = isFlag && !hasValue && name.MatchString(a)
	}
	return out
}

// redactURL takes user, password and query values out of a URL; other text stays as it is.
func redactURL(s string) string {
	flag, value, ok := strings.Cut(s, "=")
	if ok && strings.HasPrefix(flag, "-") {
		return flag + "=" + redactURL(value)
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme == "" || u.Host == "" {
		return s
	}
	if u.User != nil {
		u.User = url.User(redacted)
	}
	if q := u.Query(); len(q) > 0 {
		for k := range q {
			q[k] = []string{redacted}
		}
		u.RawQuery = q.Encode()
	}
	text, err := url.PathUnescape(u.String())
	if err != nil {
		return u.String()
	}
	return text
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
	name := secretName()
	var out []string
	add := func(v string) {
		if len(v) >= minSecret {
			out = append(out, v)
		}
	}
	for _, kv := range append(append([]string(nil), m.Env...), m.ExtraEnv...) {
		if k, v, _ := strings.Cut(kv, "="); name.MatchString(k) {
			add(v)
		}
	}
	for _, f := range m.BuildFlags {
		for _, v := range linked().FindAllStringSubmatch(f, -1) {
			add(v[1])
		}
	}
	for i, a := range redactArgs(m.Args) {
		if a != m.Args[i] {
			_, v, _ := strings.Cut(m.Args[i], "=")
			add(v)
			if a == redacted {
				add(m.Args[i])
			}
			if u, err := url.Parse(m.Args[i]); err == nil && u.User != nil {
				p, _ := u.User.Password()
				add(p)
			}
		}
	}
	return out
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
