package secret

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Redacted stands where a secret was.
const Redacted = "[redacted]"

// telling is what names of flags, variables, headers and parameters look like whose values stay
// private.
const telling = `(?i:pass|[_.-]pwd|secret|token|key|credential|auth|cookie|dsn|private|signature|\bsig\b)`

// isTelling reports whether the value of what has this name stays private. GOPRIVATE names modules,
// which are everywhere.
func isTelling(name string) bool {
	return regexp.MustCompile(telling).MatchString(name) && name != "GOPRIVATE"
}

// secretForms find what is private in one argument, variable or setting by its form; the one group
// of each is the secret.
func secretForms() []*regexp.Regexp {
	return append(looseForms(),
		regexp.MustCompile(`(?:^|[\s=])[^\s:/@=]+:([^\s/@]\S*)@`),                          // of a driver: user:password@tcp(host)/db
		regexp.MustCompile(telling+`[\w.\-\[\]]*=([^\s&;#]+)`),                             // password=x in a query or a connection string
		regexp.MustCompile(telling+`[\w.-]*"\s*:\s*"([^"]+)"`),                             // the same in JSON
		regexp.MustCompile(`^[\w-]*`+telling+`[\w-]*:\s*(?:(?:Bearer|Basic)\s+)?([^"].*)`), // a header
	)
}

// looseForms find what is private wherever it stands in a text. They know formats that nothing else
// has.
func looseForms() []*regexp.Regexp {
	return []*regexp.Regexp{
		regexp.MustCompile(`://([^\s/?#"'<>]+)@`), // user and password of a URL
		regexp.MustCompile(`(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----(.+?)(?:-----END|$)`),
		regexp.MustCompile(`\b((?:AKIA|ASIA)[0-9A-Z]{16})\b`),                                     // of AWS
		regexp.MustCompile(`\b(eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*)`),                                 // a JSON web token
		regexp.MustCompile(`\b(gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{20,})`),           // of GitHub and GitLab
		regexp.MustCompile(`\b(xox[abprs]-[\w-]{10,}|sk[_-][\w-]{20,}|AIza[\w-]{35})`),            // of Slack, Stripe, Google and others
		regexp.MustCompile(`(?i)\bauthorization["']?\s*[=:]\s*["']?(?:\w+\s+)?([^\s"',;\[]{8,})`), // a header within a text
		regexp.MustCompile(`\b[Bb]earer\s+([\w.~+/=-]{16,})`),
	}
}

// outputForms find what is private in what a program prints. Names count only where they leave no
// doubt: more would blot out what the output is kept for.
func outputForms() []*regexp.Regexp {
	const name = `(?i:passw(?:or)?d|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?)`
	return append(looseForms(),
		regexp.MustCompile(name+`["']?\s?=\s?["']?([^\s"'&,;}\[\]]{6,})`),
		regexp.MustCompile(name+`["']\s*:\s*["']([^"']{6,})["']`),
		regexp.MustCompile(`(?m)^[\s\w.-]*`+name+`:\s+([^\s\[]\S{5,})$`),
	)
}

// queryValue finds the values of all parameters of a URL.
func queryValue() *regexp.Regexp { return regexp.MustCompile(`[?&;#][^\s=&;#]+=([^\s&;#]+)`) }

// linkerValues find what -X sets, quoted or not.
func linkerValues() []*regexp.Regexp {
	return []*regexp.Regexp{
		regexp.MustCompile(`-X[= ]*'[^=']+=([^']+)`),
		regexp.MustCompile(`-X[= ]*"[^="]+=([^"]+)`),
		regexp.MustCompile(`-X[= ]+[^='"\s]+=((?:[^'"\s]|\s+[^-'"\s])+)`), // up to the next flag
	}
}

// Text takes out what secretForms find, and from URLs the values of all parameters.
func Text(s string) string {
	forms := secretForms()
	if strings.Contains(s, "://") {
		forms = append(forms, queryValue())
	}
	return takeOut(s, forms)
}

// takeOut replaces the groups of all matches.
func takeOut(s string, forms []*regexp.Regexp) string {
	for _, form := range forms {
		for _, at := range slices.Backward(form.FindAllStringSubmatchIndex(s, -1)) {
			s = s[:at[2]] + Redacted + s[at[3]:]
		}
	}
	return s
}

// Parts returns what secretForms find in s, as written and as a program sees it that decodes
// URLs; of user:password the password alone, too.
func Parts(s string) []string {
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

// Linked returns the values that -X sets in s.
func Linked(s string) []string {
	var out []string
	for _, form := range linkerValues() {
		for _, found := range form.FindAllStringSubmatch(s, -1) {
			out = append(out, found[1])
		}
	}
	return out
}

// written returns the ways in which a program may print a secret: as it is, escaped, and of several
// lines each by itself.
func written(secret string) []string {
	quoted := strconv.Quote(secret)
	out := []string{secret, quoted[1 : len(quoted)-1], url.QueryEscape(secret), url.PathEscape(secret)}
	if strings.Contains(secret, "\n") {
		for line := range strings.Lines(secret) {
			out = append(out, strings.TrimSpace(line))
		}
	}
	return out
}

// Take returns arguments as they may be stored, and what was taken out of them. A secret that
// neither its name nor its form gives away, as in -psecret, is not found.
func Take(args []string) (shown, secrets []string) {
	hide := "" // the flag whose value comes next
	for _, a := range args {
		flag, value, hasValue := strings.Cut(a, "=")
		isFlag := strings.HasPrefix(a, "-") && !strings.HasPrefix(a, "-----")
		secrets = append(secrets, Parts(a)...)
		switch {
		case hide != "" && !isFlag && private(hide, a):
			shown, secrets = append(shown, Redacted), append(secrets, a)
		case isFlag && hasValue && tellingFlag(flag) && private(flag, value):
			shown, secrets = append(shown, flag+"="+Redacted), append(secrets, value)
		default:
			shown = append(shown, Text(a))
		}
		hide = ""
		if isFlag && !hasValue && tellingFlag(flag) {
			hide = flag
		}
	}
	return shown, secrets
}

// shortPassword is the password of some programs and the port of others.
const shortPassword = "-p"

func tellingFlag(name string) bool {
	return isTelling(name) || name == shortPassword || name == "-pw" || name == "--pw"
}

// private reports whether the value of a telling flag is to be hidden.
func private(flag, value string) bool {
	_, err := strconv.ParseUint(value, 10, 16)
	return flag != shortPassword || err != nil
}

// Query returns the values of all parameters of a URL.
func Query(url string) (all []string) {
	for _, found := range queryValue().FindAllStringSubmatch(url, -1) {
		all = append(all, found[1])
	}
	return all
}
