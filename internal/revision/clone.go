package revision

import (
	"regexp"
	"slices"
	"strings"
	"sync"
)

// clone is what tells how a revision that is not there can be had.
type clone struct {
	shallow  bool
	remotes  []string
	refspecs map[string][]string // of a remote: what it fetches by itself
}

// Regular expressions are compiled when they are first needed: cupel starts without them.
var (
	// refName is a name of a branch or tag that is plainly one.
	refName = lazily(`^[^\s~^:?*\[\\@{]+$`)
	// hashPrefix is a hash that was cut short.
	hashPrefix = lazily(`^[0-9a-f]{4,39}$`)
	// fullHash is a hash by SHA-1 or SHA-256.
	fullHash = lazily(`^([0-9a-f]{40}|[0-9a-f]{64})$`)
	// versionTag is how Go modules are tagged, also those in subfolders.
	versionTag = lazily(`^(.+/)?v[0-9]+(\.[0-9]+)*([-+].*)?$`)
	// plain is what a shell takes as it is.
	plain = lazily(`^[A-Za-z0-9_@%+=:,./-]+$`)
)

func lazily(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}

// hints are the line to type for rev, and in a shallow clone how a CI system fetches all.
func (c clone) hints(rev string) []string {
	var out []string
	if line := c.fetchLine(rev); line != "" {
		out = append(out, line)
	} else {
		out = append(out, "git for-each-ref --format='%(refname:short)' lists the names there are")
	}
	if c.shallow {
		out = append(out, "in CI: fetch-depth: 0 for actions/checkout, GIT_DEPTH: 0 for GitLab")
	}
	return out
}

// fetchLine is the command that brings rev, "" if no remote or no name tells.
func (c clone) fetchLine(rev string) string {
	if len(c.remotes) == 0 {
		return ""
	}
	base, past := rev, false
	if i := strings.IndexAny(rev, "~^"); i >= 0 {
		base, past = rev[:i], true
	}
	if !refName().MatchString(base) {
		return ""
	}
	remote, what := c.source(base)
	if hashPrefix().MatchString(base) {
		past = true // only a full hash can be asked for
	}
	line := "git fetch "
	switch {
	case c.shallow && past:
		line += "--unshallow "
	case c.shallow:
		line += "--depth=1 "
	}
	return strings.TrimSpace(line + quote(remote) + " " + what)
}

// source returns the remote that has a name, and how git fetch is to be told it so that the name is
// there afterwards.
func (c clone) source(name string) (remote, what string) {
	remote = c.remotes[0]
	if slices.Contains(c.remotes, "origin") {
		remote = "origin"
	}
	short := strings.TrimPrefix(strings.TrimPrefix(name, "refs/"), "remotes/")
	for _, r := range c.remotes {
		if branch, ok := strings.CutPrefix(short, r+"/"); ok {
			return r, c.branch(r, branch)
		}
	}
	tag, isTag := strings.CutPrefix(strings.TrimPrefix(name, "refs/"), "tags/")
	switch {
	case name == "HEAD", hashPrefix().MatchString(name):
		return remote, ""
	case fullHash().MatchString(name):
		return remote, name
	case isTag, versionTag().MatchString(name):
		return remote, "tag " + quote(tag)
	}
	branch := strings.TrimPrefix(strings.TrimPrefix(name, "refs/"), "heads/")
	return remote, quote("refs/heads/" + branch + ":refs/heads/" + branch)
}

// branch names a branch alone if the remote's refspecs keep it, else with the place to keep it.
func (c clone) branch(remote, branch string) string {
	for _, spec := range c.refspecs[remote] {
		from, to, _ := strings.Cut(strings.TrimPrefix(spec, "+"), ":")
		prefix, all := strings.CutSuffix(from, "*")
		kept := from == "refs/heads/"+branch || all && strings.HasPrefix("refs/heads/"+branch, prefix)
		if kept && strings.HasPrefix(to, "refs/remotes/"+remote+"/") {
			return quote(branch)
		}
	}
	return quote("+refs/heads/" + branch + ":refs/remotes/" + remote + "/" + branch)
}

// quote returns s as one word of a shell.
func quote(s string) string {
	if plain().MatchString(s) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
