package main

import (
	"fmt"
	"os"
	"path/filepath"
)

// The snippets about module downloads, from a proxy on this machine into an empty cache.
func modules() []snippet {
	return []snippet{
		{name: "sumdb-off",
			published: "GOSUMDB=off weakens the safety of the supply chain",
			counts:    "a module that was changed is refused with the database, and taken without it",
			seen:      "of three downloads of a changed module those that succeed: database, go.sum only, neither",
			try:       special(sumdbOff)},
		{name: "sumdb-bare-name",
			published: "GOSUMDB may be the bare name of a database of one's own",
			counts:    "a module can be downloaded",
			try:       special(sumdbBareName)},
	}
}

// client is a module that needs that of the proxy, with an empty module cache and GOPATH, where the database is cached.
type client struct {
	t        *trial
	dir      string
	settings []string
}

func (t *trial) newClient(name, gosum string, settings ...string) (*client, error) {
	dir := t.scratch(name)
	c := &client{t: t, dir: dir, settings: append([]string{
		"GOENV=off", "GOFLAGS=-modcacherw", "GOPRIVATE=", "GONOPROXY=", "GONOSUMDB=", "GOINSECURE=",
		"GOPATH=" + filepath.Join(dir, "path"), "GOMODCACHE=" + filepath.Join(dir, "cache"),
	}, settings...)}
	for file, text := range map[string]string{
		"go.mod":    "module example.org/client\n\ngo 1.21\n\nrequire " + libPath + " " + libVersion + "\n",
		"client.go": "// Package client needs a module.\npackage client\n\nimport _ \"" + libPath + "\"\n",
		"go.sum":    gosum,
	} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return nil, err
		}
		if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o644); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// download has the go command get the module, and says whether it did. It may only be refused for the reason.
func (c *client) download(reason string) (bool, error) {
	a, err := c.t.gotool(c.dir, c.settings, "mod", "tidy")
	if err != nil || a.exit == 0 {
		return err == nil, err
	}
	return false, expected("go mod tidy says", reason, a.stderr)
}

func sumdbOff(t *trial, name string) (outcome, error) {
	p, err := newProxy(true)
	if err != nil {
		return outcome{}, err
	}
	defer p.Close()
	sums, err := honestSums(libPath, libVersion)
	if err != nil {
		return outcome{}, err
	}
	var taken []bool
	accepted := 0.0
	for i, arm := range []struct{ gosum, db string }{{"", p.key}, {string(sums), "off"}, {"", "off"}} {
		c, err := t.newClient(fmt.Sprint(name, i), arm.gosum, "GOPROXY="+p.URL+"/proxy", "GOSUMDB="+arm.db)
		if err != nil {
			return outcome{}, err
		}
		ok, err := c.download(`checksum mismatch`)
		if err != nil {
			return outcome{}, err
		}
		if taken = append(taken, ok); ok {
			accepted++
		}
	}
	return outcome{asPublished: set(!taken[0] && taken[2]), seenCount: &accepted}, nil
}

func sumdbBareName(t *trial, name string) (outcome, error) {
	p, err := newProxy(false)
	if err != nil {
		return outcome{}, err
	}
	defer p.Close()
	// With the name, the key and the address it works: that is shown first.
	for i, arm := range []struct{ db, reason string }{{p.key, ""}, {"sums.example.org", `invalid GOSUMDB`}} {
		c, err := t.newClient(fmt.Sprint(name, i), "", "GOPROXY="+p.URL+"/proxy", "GOSUMDB="+arm.db)
		if err != nil {
			return outcome{}, err
		}
		ok, err := c.download(arm.reason)
		if err != nil {
			return outcome{}, err
		}
		if i == 1 {
			return outcome{runs: set(ok), asPublished: set(ok)}, nil
		}
	}
	panic("unreachable")
}
