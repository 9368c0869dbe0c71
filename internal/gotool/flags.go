package gotool

import (
	"strconv"
	"strings"
)

// flagValue returns the value of a build flag, which the last one decides. A flag without "=" has
// the value "true".
func flagValue(flags []string, name string) (string, bool) {
	value, found := "", false
	for _, f := range flags {
		if v, ok := matchFlag(f, name); ok {
			value, found = v, true
		}
	}
	return value, found
}

// withoutFlag returns flags without those of this name.
func withoutFlag(flags []string, name string) []string {
	var out []string
	for _, f := range flags {
		if _, ok := matchFlag(f, name); !ok {
			out = append(out, f)
		}
	}
	return out
}

// matchFlag returns the value of f if it is the flag of this name, with one dash or two.
func matchFlag(f, name string) (string, bool) {
	key, value, hasValue := strings.Cut(f, "=")
	if strings.TrimPrefix(strings.TrimPrefix(key, "-"), "-") != name || !strings.HasPrefix(key, "-") {
		return "", false
	}
	if !hasValue {
		return "true", true
	}
	return value, true
}

// isSet reports whether a boolean build flag is on.
func isSet(flags []string, name string) bool {
	v, ok := flagValue(flags, name)
	on, err := strconv.ParseBool(v)
	return ok && err == nil && on
}

// linkFlags returns -ldflags for the user's with one more added. The go command uses the last
// -ldflags whose pattern matches a package, so the addition goes to every one of them and stands
// alone in front for the case that none matches.
func linkFlags(flags []string, add string) []string {
	out := []string{"-ldflags=" + add}
	for _, f := range flags {
		if v, ok := matchFlag(f, "ldflags"); ok {
			out = append(out, strings.TrimRight("-ldflags="+v, " ")+separator(v)+add)
		}
	}
	return out
}

// separator stands between the value of a -ldflags and what is added to it.
func separator(v string) string {
	if v = strings.TrimSpace(v); v == "" || !strings.HasPrefix(v, "-") && strings.HasSuffix(v, "=") {
		return ""
	}
	return " "
}

// splitGoflags splits GOFLAGS like the go command does: at spaces, unless quoted as a whole.
func splitGoflags(s string) []string {
	var out []string
	for s = strings.TrimLeft(s, " \t\n\r"); s != ""; s = strings.TrimLeft(s, " \t\n\r") {
		if quote := s[0]; quote == '\'' || quote == '"' {
			if end := strings.IndexByte(s[1:], quote); end >= 0 {
				out, s = append(out, s[1:1+end]), s[end+2:]
				continue
			}
		}
		end := strings.IndexAny(s, " \t\n\r")
		if end < 0 {
			end = len(s)
		}
		out, s = append(out, s[:end]), s[end:]
	}
	return out
}

// quote makes s one word of a -ldflags value. No escapes exist there: a path with both quotes
// cannot be said.
func quote(s string) string {
	switch {
	case !strings.ContainsAny(s, " \t\n\r'\""):
		return s
	case !strings.Contains(s, "'"):
		return "'" + s + "'"
	default:
		return `"` + s + `"`
	}
}
