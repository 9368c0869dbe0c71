package bench

import (
	"cmp"
	"context"
	"fmt"
	goversion "go/version"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/internal/tool"
)

// goRelease is how a version of Go is written: 1.24, 1.24.11, 1.27rc1, with or without "go" before it.
func goRelease() *regexp.Regexp {
	return regexp.MustCompile(`^(?:go)?(1\.[0-9]+)(\.[0-9]+|(?:rc|beta)[0-9]+)?$`)
}

// A ToolchainError says that a version of Go is not to be had.
type ToolchainError struct{ Version, Why, Remedy string }

// Error names the version and why it is not there.
func (e *ToolchainError) Error() string { return "Go " + e.Version + ": " + e.Why }

// toolchain is the value of GOTOOLCHAIN for a version: of 1.24 the newest 1.24.x that is here, else the newest there is.
func (b *goBuilder) toolchain(ctx context.Context, text string) (name string, err error) {
	m := goRelease().FindStringSubmatch(text)
	if m == nil {
		return "", &ToolchainError{text, "it is no version of Go", "1.24, 1.24.11 or 1.27rc1"}
	}
	name = "go" + m[1] + m[2]
	if m[2] == "" {
		if name, err = b.newest(ctx, m[1]); err != nil {
			return "", err
		}
	}
	box := toolbox{env: append(slices.Clip(b.Env), b.session.ToolMark())}
	b.progress(Step{Text: "looking for " + name})
	if f := box.look(ctx, "go", name); f.missing != nil {
		return "", &ToolchainError{text, f.missing.Why, f.missing.Remedy}
	}
	return name, nil
}

// newest is the newest release of a minor version: of those in the module cache and the go command itself, else what the
// go command finds.
func (b *goBuilder) newest(ctx context.Context, minor string) (string, error) {
	local := goArm{dir: b.Dir, env: append(slices.Clip(b.Env), "GOTOOLCHAIN=local", "GOWORK=off", b.session.ToolMark())}
	out, err := local.golang(ctx, "env", "GOVERSION", "GOMODCACHE", "GOOS", "GOARCH")
	if err != nil {
		return "", fmt.Errorf("asking the go command for its version: %w", err)
	}
	said := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(said) != 4 {
		return "", fmt.Errorf("go env printed %q", out)
	}
	all := []string{said[0]}
	entries, err := os.ReadDir(filepath.Join(said[1], "golang.org"))
	if err != nil && !os.IsNotExist(err) {
		return "", err
	}
	for _, e := range entries {
		if v, ok := strings.CutPrefix(e.Name(), "toolchain@v0.0.1-"); ok {
			if v, ok = strings.CutSuffix(v, "."+said[2]+"-"+said[3]); ok {
				all = append(all, v)
			}
		}
	}
	best := ""
	for _, v := range all {
		if goversion.IsValid(v) && goversion.Lang(v) == "go"+minor && !strings.ContainsAny(v, "-") && goversion.Compare(v, best) > 0 {
			best = v
		}
	}
	if best != "" {
		return best, nil
	}
	return b.query(ctx, minor)
}

// query asks the go command for the newest release of a minor version.
func (b *goBuilder) query(ctx context.Context, minor string) (string, error) {
	dir := filepath.Join(b.session.Temp(), "query")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module query\n"), 0o644); err != nil {
		return "", err
	}
	env := append(tool.Unattended(b.Env), "GOWORK=off", "GOFLAGS=-mod=mod", b.session.ToolMark())
	at := goArm{dir: dir, env: env}
	out, err := at.golang(ctx, "list", "-m", "-f", "{{.Version}}", "go@"+minor)
	if err != nil {
		return "", &ToolchainError{minor, "none is in the module cache, and the go command finds none: " + cmp.Or(firstLine(lastOf(err)), err.Error()),
			"go list -m go@" + minor + ", with access to a module proxy"}
	}
	return "go" + strings.TrimSpace(string(out)), nil
}

// lastOf is what a tool said last.
func lastOf(err error) string {
	text := err.Error()
	if _, said, ok := strings.Cut(text, ": go: "); ok {
		return said
	}
	return text
}
