package notify

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"regexp"
	"strings"
	"sync"
)

// Formats of what is posted.
const (
	Auto         = "auto" // the URL tells
	Alertmanager = "alertmanager"
	Slack        = "slack"
	DingTalk     = "dingtalk"
)

// Formats is their list.
func Formats() []string { return []string{Auto, Alertmanager, Slack, DingTalk} }

// The variables that secrets come from.
const (
	TokenVariable  = "CUPEL_NOTIFY_TOKEN"    // sent to Alertmanager as Authorization: Bearer
	SecretVariable = "CUPEL_DINGTALK_SECRET" // signs what goes to DingTalk
)

// fromEnvironment is the prefix of a target that names a variable.
const fromEnvironment = "env:"

// A Target is where alerts go.
type Target struct {
	Name   string // to speak of it; without secrets
	Format string
	url    *url.URL
	token  string
	secret string
}

// Parse reads a target as it is given on a command line: a URL without secrets, or env:NAME, the variable that holds
// the URL. env returns the value of a variable.
func Parse(given, format string, env func(string) string) (*Target, error) {
	text, name := given, ""
	if variable, ok := strings.CutPrefix(given, fromEnvironment); ok {
		if text = env(variable); text == "" {
			return nil, fmt.Errorf("%s: the variable is not set", given)
		}
		name = given
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, errors.New(orURL(name) + " is not http://HOST/… or https://HOST/…")
	}
	if name == "" {
		if what := secretIn(u); what != "" {
			return nil, fmt.Errorf("the URL for %s has %s, which every process could read: put the URL into a variable and give env:NAME", u.Host, what)
		}
		name = u.Scheme + "://" + u.Host + u.EscapedPath()
	}
	t := &Target{Name: name, url: u, Format: format}
	if format == Auto {
		if t.Format = formatOf(u); t.Format == "" {
			return nil, fmt.Errorf("%s: the URL does not tell what is there: give --notify-format", name)
		}
	}
	return t, t.secrets(env)
}

func orURL(name string) string {
	if name == "" {
		return "the URL"
	}
	return name
}

// secrets takes those of the format from the environment.
func (t *Target) secrets(env func(string) string) error {
	switch t.Format {
	case Alertmanager:
		t.token = env(TokenVariable)
		if t.token != "" && t.url.Scheme == "http" && !loopback(t.url.Hostname()) {
			return fmt.Errorf("%s: %s is not sent without encryption: use https", t.Name, TokenVariable)
		}
	case DingTalk:
		t.secret = env(SecretVariable)
	}
	return nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// telling is what names of parameters look like whose values are secret.
var telling = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)pass|secret|token|key|auth|credential|sign?$|signature`)
})

// secretIn says what of a URL is secret, "" if nothing is.
func secretIn(u *url.URL) string {
	if u.User != nil {
		return "a user or password"
	}
	for name := range u.Query() {
		if telling().MatchString(name) {
			return "the parameter " + name
		}
	}
	if formatOf(u) == Slack {
		return "a webhook's path"
	}
	return ""
}

// formatOf is what a URL tells by itself.
func formatOf(u *url.URL) string {
	host := "." + u.Hostname()
	switch {
	case strings.HasSuffix(host, ".hooks.slack.com"):
		return Slack
	case strings.HasSuffix(host, ".dingtalk.com"):
		return DingTalk
	case strings.HasSuffix(strings.TrimRight(u.Path, "/"), "/api/v2/alerts"):
		return Alertmanager
	}
	return ""
}
