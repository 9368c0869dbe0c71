package gotool

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Environment is what the go command in PATH says of itself. Settings are those in force, whether they
// come from the environment or from `go env -w`; "" is the default.
type Environment struct {
	Version      string // of the go command in PATH itself, e.g. "go1.26.1"
	GOROOT       string
	GOCACHE      string // folder of the build cache
	GOFLAGS      string
	GOEXPERIMENT string
	GOFIPS140    string
	GOPROXY      string // may hold a password
	GOTOOLCHAIN  string // which other toolchain it may switch to
	Wants        string // toolchain that go.mod or go.work around the folder asks for, "" if none does
	Unread       error  // why Wants is not known; nil if it is
}

// Ask asks the go command in PATH for its environment in a folder. Unlike a build it never switches to another
// toolchain, and so downloads none.
func Ask(ctx context.Context, dir string, env []string) (Environment, error) {
	var said struct {
		Environment
		GOVERSION, GOMOD, GOWORK string
	}
	dir, err := filepath.Abs(cmp.Or(dir, "."))
	if err != nil {
		return Environment{}, err
	}
	c := newCommand(dir, os.TempDir(), env)
	local := c.with("GOTOOLCHAIN=local")
	out, err := local.run(ctx, "env", "-json", "GOVERSION", "GOMOD", "GOWORK",
		"GOROOT", "GOCACHE", "GOFLAGS", "GOEXPERIMENT", "GOFIPS140", "GOPROXY")
	if err != nil {
		return Environment{}, asBuildError(err)
	}
	if err := json.Unmarshal(out, &said); err != nil {
		return Environment{}, fmt.Errorf("reading go env: %w", err)
	}
	e := said.Environment
	e.Version = said.GOVERSION
	e.GOTOOLCHAIN = c.toolchain(ctx)
	e.Wants, e.Unread = local.wants(ctx, said.GOMOD, said.GOWORK)
	return e, nil
}

// toolchain returns GOTOOLCHAIN. Asked for this alone, the go command does not switch. One that is older than
// go1.21 knows no such setting.
func (c command) toolchain(ctx context.Context) string {
	out, err := c.run(ctx, "env", "GOTOOLCHAIN")
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}

// wants returns the toolchain that go.work, else go.mod, asks for.
func (c command) wants(ctx context.Context, mod, work string) (string, error) {
	args := []string{"mod", "edit", "-json", mod}
	switch {
	case work != "" && work != "off":
		args = []string{"work", "edit", "-json", work}
	case mod == "" || mod == os.DevNull:
		return "", nil
	}
	out, err := c.run(ctx, args...)
	if err != nil {
		return "", asBuildError(err)
	}
	var file struct{ Go, Toolchain string }
	if err := json.Unmarshal(out, &file); err != nil {
		return "", fmt.Errorf("reading %s: %w", filepath.Base(args[len(args)-1]), err)
	}
	if file.Toolchain != "" && file.Toolchain != "default" {
		return file.Toolchain, nil
	}
	if file.Go == "" {
		return "", nil
	}
	return "go" + file.Go, nil
}

// asBuildError turns what the go command refuses into its lines.
func asBuildError(err error) error {
	if f := (*failure)(nil); errors.As(err, &f) {
		return newBuildError(f.stderr)
	}
	return err
}
