package gotool

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

// waitDelay bounds the wait for the output of a killed go command: a grandchild that fled from its
// session may hold the pipe open.
const waitDelay = 5 * time.Second

// command runs one program in a folder with an environment.
type command struct {
	path string
	dir  string
	env  []string
}

// newCommand returns the user's go command in dir, made unable to ask questions. Its intermediate
// files go to temp, which outlives it: a go command that is killed leaves them.
func newCommand(dir, temp string, env []string) command {
	env = append(slices.Clone(env), "GOTMPDIR="+temp)
	env = append(env, "GIT_TERMINAL_PROMPT=0", "GCM_INTERACTIVE=never")
	if lookup(env, "GIT_SSH") == "" && lookup(env, "GIT_SSH_COMMAND") == "" {
		env = append(env, "GIT_SSH_COMMAND=ssh -o ControlMaster=no -o BatchMode=yes")
	}
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
	path, err := lookPath(c.path, c.env)
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Dir = c.dir
	cmd.Env = append(slices.Clone(c.env), "PWD="+c.dir)
	cmd.WaitDelay = waitDelay
	isolate(cmd)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := runOnThread(cmd); err != nil {
		return nil, c.explain(ctx, err, stdout.String(), stderr.String())
	}
	return stdout.Bytes(), nil
}

func (c command) explain(ctx context.Context, err error, stdout, stderr string) error {
	if ctx.Err() != nil {
		return fmt.Errorf("running the go command: %w", context.Cause(ctx))
	}
	if exit := (*exec.ExitError)(nil); !errors.As(err, &exit) {
		return fmt.Errorf("running the go command: %w", err)
	}
	return &failure{stdout: stdout, stderr: stderr, err: err}
}

// runOnThread keeps the thread that starts the command alive until it ends: the child is told to
// die with its parent, and to Linux the parent is a thread.
func runOnThread(cmd *exec.Cmd) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	return cmd.Run()
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

// lookup returns the value that a child with this environment sees: the last one counts.
func lookup(env []string, key string) string {
	for _, kv := range slices.Backward(env) {
		if k, v, _ := strings.Cut(kv, "="); k == key {
			return v
		}
	}
	return ""
}

// lookPath finds a program in the PATH of env, which need not be that of this process.
func lookPath(name string, env []string) (string, error) {
	if filepath.IsAbs(name) {
		return name, nil
	}
	for _, dir := range filepath.SplitList(lookup(env, "PATH")) {
		if !filepath.IsAbs(dir) {
			continue
		}
		if path, err := exec.LookPath(filepath.Join(dir, name)); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("looking for the go command: %w in PATH", exec.ErrNotFound)
}
