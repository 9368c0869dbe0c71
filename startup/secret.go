package startup

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
)

const redacted = "[redacted]"

// telling is what names of flags, variables, headers and parameters look like whose values stay
// private.
const telling = `(?i:pass|[_.-]pwd|secret|token|key|credential|auth|cookie|dsn|private|signature|\bsig\b)`

// isTelling reports whether the value of what has this name stays private.
func isTelling(name string) bool { return regexp.MustCompile(telling).MatchString(name) }

// secretForms find what is private in a text by its form; the one group of each is the secret.
func secretForms() []*regexp.Regexp {
	return []*regexp.Regexp{
		regexp.MustCompile(`://([^\s/?#]+)@`),                                              // user and password of a URL
		regexp.MustCompile(`(?:^|[\s=])[^\s:/@=]+:([^\s/@]\S*)@`),                          // of a driver: user:password@tcp(host)/db
		regexp.MustCompile(telling + `[\w.\-\[\]]*=([^\s&;#]+)`),                           // password=x in a query or a connection string
		regexp.MustCompile(`^[\w-]*` + telling + `[\w-]*:\s*(?:(?:Bearer|Basic)\s+)?(.+)`), // a header
	}
}

// queryValue finds the values of all parameters of a URL.
func queryValue() *regexp.Regexp { return regexp.MustCompile(`[?&;#][^\s=&;#]+=([^\s&;#]+)`) }

// redactText takes out what secretForms find, and from URLs the values of all parameters.
func redactText(s string) string {
	forms := secretForms()
	if strings.Contains(s, "://") {
		forms = append(forms, queryValue())
	}
	for _, form := range forms {
		for _, at := range slices.Backward(form.FindAllStringSubmatchIndex(s, -1)) {
			s = s[:at[2]] + redacted + s[at[3]:]
		}
	}
	return s
}

// secretParts returns what secretForms find in s, as written and as a program sees it that decodes
// URLs; of user:password the password alone, too.
func secretParts(s string) []string {
	var out []string
	for _, form := range secretForms() {
		for _, found := range form.FindAllStringSubmatch(s, -1) {
			_, password, _ := strings.Cut(found[1], ":")
			for _, part := range []string{found[1], password} {
				plain, _ := url.PathUnescape(part) // "" on error
				out = append(out, part, plain)
			}
		}
	}
	return out
}

// hideArgs returns arguments as they may be stored, and what was taken out of them. A secret that
// neither its name nor its form gives away, as in -psecret, is not found.
func hideArgs(args []string) (shown, secrets []string) {
	hide := false
	for _, a := range args {
		flag, value, hasValue := strings.Cut(a, "=")
		isFlag := strings.HasPrefix(a, "-")
		secrets = append(secrets, secretParts(a)...)
		switch {
		case hide && !isFlag:
			shown, secrets = append(shown, redacted), append(secrets, a)
		case isFlag && hasValue && isTelling(flag):
			shown, secrets = append(shown, flag+"="+redacted), append(secrets, value)
		default:
			shown = append(shown, redactText(a))
		}
		hide = isFlag && !hasValue && isTelling(flag)
	}
	return shown, secrets
}
