package gotool

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/cupelgo/cupel/internal/tool"
)

// command runs one program in a folder with an environment.
type command struct {
	path string
	dir  string
	env  []string
}

// newCommand returns the user's go command in dir, made unable to ask questions. Its intermediate
// files go to temp, which outlives it: a go command that is killed leaves them.
func newCommand(dir, temp string, env []string) command {
	env = append(tool.Unattended(env), "GOTMPDIR="+temp)
	return command{path: "go", dir: dir, env: env}
}

// in returns c for another folder.
func (c command) in(dir string) command {
	c.dir = dir
	return c
}

// with returns c with variables "K=V" set.
func (c command) with(vars ...string) command {
	c.env = append(slices.Clone(c.env), vars...)
	return c
}

// failure is a command that ended with an error.
type failure struct {
	stdout, stderr string
	err            error
}

func (f *failure) Error() string { return f.err.Error() + ": " + lastLine(f.stderr) }

func (f *failure) Unwrap() error { return f.err }

// run returns what the command printed. The error is a *failure when it ran and failed.
func (c command) run(ctx context.Context, args ...string) ([]byte, error) {
	cmd := tool.Command{Name: c.path, Says: "the go command", Dir: c.dir, Env: c.env}
	out, _, err := cmd.Run(ctx, args...)
	if f := (*tool.Failure)(nil); errors.As(err, &f) {
		return nil, &failure{stdout: f.Stdout, stderr: f.Stderr, err: f.Err}
	}
	return out, err
}

// goEnv is what the go command says about itself in a folder.
type goEnv struct {
	GOROOT, GOVERSION, GOOS, GOARCH, GOFLAGS, GOMODCACHE string
}

func (c command) goEnv(ctx context.Context) (goEnv, error) {
	var e goEnv
	out, err := c.run(ctx, "env", "-json", "GOROOT", "GOVERSION", "GOOS", "GOARCH", "GOFLAGS", "GOMODCACHE")
	if err != nil {
		return e, asBuildError(err)
	}
	if err := json.Unmarshal(out, &e); err != nil {
		return e, fmt.Errorf("reading go env: %w", err)
	}
	return e, nil
}
