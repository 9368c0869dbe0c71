package bench

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/tool"
)

// A toolchain is a program that arms need.
type toolchain struct {
	name    string
	version []string // arguments that make it tell its version
	brings  string   // what would bring it
}

// toolchains are those that are known.
var toolchains = []toolchain{
	{"gcc", []string{"--version"}, "the package gcc of the distribution"},
	{"go", []string{"version"}, "https://go.dev/dl"},
	{"java", []string{"-version"}, "the package default-jre-headless of Debian, or https://adoptium.net"},
	{"javac", []string{"-version"}, "the package default-jdk-headless of Debian, or https://adoptium.net"},
	{"node", []string{"--version"}, "the package nodejs of the distribution, or https://nodejs.org"},
	{"python3", []string{"--version"}, "the package python3 of the distribution"},
	{"rustc", []string{"--version"}, "the package rustc of the distribution, or https://rustup.rs"},
}

// known returns the toolchain of that name.
func known(name string) (toolchain, bool) {
	i := slices.IndexFunc(toolchains, func(t toolchain) bool { return t.name == name })
	if i < 0 {
		return toolchain{name: name, brings: "put " + name + " on PATH"}, false
	}
	return toolchains[i], true
}

// A toolbox finds toolchains, each once.
type toolbox struct {
	env   []string
	found map[string]found
}

// found is what became of looking for a toolchain.
type found struct {
	version string
	missing *evidence.Skipped // nil: it is there
}

// look returns the version of a toolchain, or why it is not there. A Go toolchain may be one of another version, which
// the go command fetches if it is allowed to.
func (b *toolbox) look(ctx context.Context, name, goVersion string) found {
	key := name + "@" + goVersion
	if f, ok := b.found[key]; ok {
		return f
	}
	f := b.find(ctx, name, goVersion)
	if b.found == nil {
		b.found = map[string]found{}
	}
	b.found[key] = f
	return f
}

func (b *toolbox) find(ctx context.Context, name, goVersion string) found {
	t, isKnown := known(name)
	path, err := lookPath(name, b.env)
	if err != nil {
		return found{missing: &evidence.Skipped{What: name, Why: name + " is not on PATH", Remedy: t.brings}}
	}
	if !isKnown {
		return found{version: filepath.Base(path)}
	}
	env := b.env
	if name == "go" {
		env = goEnvironment(env, goVersion)
	}
	out, stderr, err := tool.Command{Name: path, Says: name, Env: env}.Run(ctx, t.version...)
	if err != nil {
		why := name + " is on PATH and does not run: " + firstLine(err.Error())
		if goVersion != "" {
			why = goVersion + " is not to be had: " + firstLine(err.Error())
			t.brings = "GOTOOLCHAIN=" + goVersion + " go version, with access to a module proxy"
		}
		return found{missing: &evidence.Skipped{What: name, Why: why, Remedy: t.brings}}
	}
	return found{version: versionOf(name, firstLine(string(out)+stderr))}
}

// versionOf shortens what a toolchain says of itself.
func versionOf(name, line string) string {
	if name == "go" { // go version go1.26.1 linux/amd64
		if fields := strings.Fields(line); len(fields) > 2 {
			return fields[2]
		}
	}
	if name == "node" {
		return "node " + strings.TrimPrefix(line, "v")
	}
	return line
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return strings.TrimSpace(line)
}

// goEnvironment is that of a go command: of one version, in a module by itself.
func goEnvironment(env []string, version string) []string {
	env = append(slices.Clip(env), "GOWORK=off", "GOFLAGS=-buildvcs=false")
	if version != "" {
		env = append(env, "GOTOOLCHAIN="+version)
	}
	return env
}

// lookPath finds a program on the PATH of an environment.
func lookPath(name string, env []string) (string, error) {
	if strings.ContainsRune(name, filepath.Separator) {
		return exec.LookPath(name)
	}
	path := ""
	for _, kv := range env {
		if v, ok := strings.CutPrefix(kv, "PATH="); ok {
			path = v
		}
	}
	for _, dir := range filepath.SplitList(path) {
		if found, err := exec.LookPath(filepath.Join(dir, name)); err == nil {
			return found, nil
		}
	}
	return "", exec.ErrNotFound
}

// environment adds variables, with values put in.
func environment(env []string, more, vars map[string]string) []string {
	env = slices.Clip(env)
	for _, k := range slices.Sorted(maps.Keys(more)) {
		env = append(env, k+"="+expand(more[k], vars))
	}
	return env
}

// sumFile is the hash of a file, "" of what is none.
func sumFile(path string) string {
	f, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer f.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, f); err != nil {
		return ""
	}
	return hex.EncodeToString(hash.Sum(nil))
}
