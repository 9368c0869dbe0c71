package host

import (
	"cmp"
	"go/version"
	"slices"
	"strings"
)

// Go is what the go command in PATH says of itself, in the folder that is looked at, without secrets.
type Go struct {
	Problem        string   // why it could not be asked, "" if it was
	Version        string   // of the go command itself
	Switching      string   // GOTOOLCHAIN
	Wants          string   // toolchain that go.mod or go.work asks for, "" if none does
	Unread         string   // why Wants is not known, "" if it is
	Proxy          string   // GOPROXY
	Unset          []string // settings that are not in the environment: `go env -w` sets these
	Oldest, Newest string   // language versions of which Cupel knows the insides
}

// variables change how Go programs build and run.
var variables = []string{"GOGC", "GOMEMLIMIT", "GOMAXPROCS", "GODEBUG", "GOFLAGS", "GOEXPERIMENT", "GOFIPS140"}

// Environment returns those of the variables that change how Go programs build and run which are set, as
// redact leaves them.
func Environment(env []string, redact func(string) string) map[string]string {
	out := map[string]string{}
	for _, kv := range env {
		if k, v, _ := strings.Cut(kv, "="); slices.Contains(variables, k) {
			out[k] = redact(v)
		}
	}
	return out
}

// notAsked is the answer where the go command said nothing.
func (f *Facts) notAsked() answer {
	if f.Go == nil {
		return unknown("the go command was not asked")
	}
	return unknown("the go command could not be asked")
}

// asked reports whether the go command has answered.
func (f *Facts) asked() bool { return f.Go != nil && f.Go.Problem == "" }

func goCommand(f *Facts) answer {
	switch {
	case f.Go == nil:
		return f.notAsked()
	case f.Go.Problem != "":
		return denied("%s", f.Go.Problem).by("export PATH=$PATH:/usr/local/go/bin", "or where it is installed; https://go.dev/dl has it")
	}
	return ok("%s", f.Go.Version)
}

// bare is a version without what a build adds to it, such as " X:nodwarf5".
func bare(v string) string {
	v, _, _ = strings.Cut(v, " ")
	return v
}

// selected returns the toolchain that builds in the folder: by GOTOOLCHAIN, which names one or says whether the
// go command may switch to what go.mod asks for.
func (g *Go) selected() string {
	name, mode, _ := strings.Cut(g.Switching, "+")
	base := bare(g.Version)
	switch name {
	case "local", "":
	case "auto", "path":
		mode = name
	default:
		base = name
	}
	if mode != "" && version.Compare(g.Wants, base) > 0 {
		return g.Wants
	}
	return base
}

func toolchain(f *Facts) answer {
	if !f.asked() {
		return f.notAsked()
	}
	g := f.Go
	if g.Unread != "" {
		return unknown("%s", g.Unread)
	}
	got := g.selected()
	switch {
	case !version.IsValid(got):
		return unknown("%s is no released version", got)
	case version.Compare(g.Wants, got) > 0:
		return denied("go.mod wants %s, GOTOOLCHAIN=%s keeps it at %s", g.Wants, g.Switching, got).by("export GOTOOLCHAIN=auto", "")
	case outside(got, g.Oldest, g.Newest):
		return weakened("%s: Cupel knows the insides of %s to %s", got, g.Oldest, g.Newest).
			by("export GOTOOLCHAIN="+g.Newest+".0", "")
	case got == g.Wants && got != bare(g.Version):
		return ok("%s, which go.mod asks for: the go command switches to it", got)
	case got != bare(g.Version):
		return ok("%s by GOTOOLCHAIN=%s", got, g.Switching)
	case g.Wants == "":
		return ok("%s: no go.mod here asks for another one", got)
	}
	return ok("%s: go.mod is content with %s", got, g.Wants)
}

func outside(v, oldest, newest string) bool {
	lang := version.Lang(v)
	return oldest != "" && version.Compare(lang, oldest) < 0 || newest != "" && version.Compare(lang, newest) > 0
}

// heedsQuota reports whether programs of the folder's toolchain take the CPU quota for GOMAXPROCS.
func (f *Facts) heedsQuota() bool {
	v := bare(f.Host.Go)
	if f.asked() {
		v = f.Go.selected()
		if f.Go.Wants != "" && version.Compare(f.Go.Wants, v) < 0 {
			v = f.Go.Wants // go.mod keeps the behaviour of the language version it names
		}
	}
	return !version.IsValid(v) || version.Compare(version.Lang(v), "go1.25") >= 0
}

// unsetting returns how a setting goes away.
func (f *Facts) unsetting(name string) string {
	if f.Go != nil && slices.Contains(f.Go.Unset, name) {
		return "go env -u " + name
	}
	return "unset " + name
}

func goEnvironment(f *Facts) answer {
	var set, names []string
	for _, name := range []string{"GOGC", "GOMEMLIMIT", "GOMAXPROCS", "GODEBUG"} {
		if v := f.Host.Env[name]; v != "" {
			set, names = append(set, name+"="+v), append(names, name)
		}
	}
	switch {
	case f.Host.Env == nil:
		return unknown("the environment was not looked at")
	case len(set) == 0:
		return ok("GOGC, GOMEMLIMIT, GOMAXPROCS and GODEBUG are not set")
	}
	return weakened("%s", strings.Join(set, " ")).by("unset "+strings.Join(names, " "), "")
}

// slowing are build flags that make another, slower program.
var slowing = []string{"-race", "-msan", "-asan", "-cover", "-covermode", "-coverpkg", "-gcflags"}

func goflags(f *Facts) answer {
	v := f.Host.Env["GOFLAGS"]
	switch {
	case f.Host.Env == nil:
		return unknown("the environment was not looked at")
	case v == "":
		return ok("not set")
	}
	for word := range strings.FieldsSeq(v) {
		flag, _, _ := strings.Cut(strings.Trim(word, `'"`), "=")
		if slices.Contains(slowing, "-"+strings.TrimLeft(flag, "-")) {
			return weakened("%s: slows down what is built", v).by(f.unsetting("GOFLAGS"), "")
		}
	}
	return ok("%s", v)
}

func goexperiment(f *Facts) answer {
	v := f.Host.Env["GOEXPERIMENT"]
	switch {
	case f.Host.Env == nil:
		return unknown("the environment was not looked at")
	case v == "":
		return ok("not set")
	}
	return weakened("%s", v).by(f.unsetting("GOEXPERIMENT"), "")
}

func goproxy(f *Facts) answer {
	switch {
	case !f.asked():
		return f.notAsked()
	case f.Go.Proxy == "off":
		return denied("off").by(f.unsetting("GOPROXY"), "")
	}
	return ok("%s", cmp.Or(f.Go.Proxy, "not set"))
}
