// Package tool runs the tools that Cupel stands on, the go command and git, as children that ask
// nothing and leave nothing: in a session of their own, without a terminal, killed with their
// children when the context ends.
//
// # Limitations
//
// A grandchild that makes a session of its own is not killed. Without process groups, outside of Unix,
// only the tool itself is.
package tool

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

// waitDelay bounds the wait for the output of a killed tool: a grandchild that fled from its session
// may hold the pipe open.
const waitDelay = 5 * time.Second

// Command is a tool in a folder with an environment.
type Command struct {
	Name string   // looked for in the PATH of Env, which need not be that of this process
	Says string   // what errors call it: "the go command"
	Dir  string   // absolute
	Env  []string // "K=V"; the last one counts

	Stdin string // what the tool reads there
}

// Failure is a tool that ran and ended with an error.
type Failure struct {
	Stdout, Stderr string
	Err            error // an *exec.ExitError
}

// Error returns how it ended and the last line it wrote.
func (f *Failure) Error() string {
	said := strings.TrimSpace(f.Stderr)
	return f.Err.Error() + ": " + said[strings.LastIndexByte(said, '\n')+1:]
}

// Unwrap returns Err.
func (f *Failure) Unwrap() error { return f.Err }

// Run returns what the tool printed, and apart from it what it wrote to stderr. The error is a *Failure
// when it ran and failed, wraps exec.ErrNotFound when it is not there, and the context's cause when
// that ended.
func (c Command) Run(ctx context.Context, args ...string) (stdout []byte, stderr string, err error) {
	path, err := c.lookPath()
	if err != nil {
		return nil, "", err
	}
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Dir = c.Dir
	cmd.Env = append(slices.Clone(c.Env), "PWD="+c.Dir)
	if c.Stdin != "" {
		cmd.Stdin = strings.NewReader(c.Stdin)
	}
	cmd.WaitDelay = waitDelay
	isolate(cmd)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := runOnThread(cmd); err != nil {
		return nil, "", c.explain(ctx, err, out.String(), errs.String())
	}
	return out.Bytes(), errs.String(), nil
}

func (c Command) explain(ctx context.Context, err error, stdout, stderr string) error {
	if ctx.Err() != nil {
		return fmt.Errorf("running %s: %w", c.Says, context.Cause(ctx))
	}
	if exit := (*exec.ExitError)(nil); !errors.As(err, &exit) {
		return fmt.Errorf("running %s: %w", c.Says, err)
	}
	return &Failure{Stdout: stdout, Stderr: stderr, Err: err}
}

// runOnThread keeps the thread that starts the command alive until it ends: the child is told to
// die with its parent, and to Linux the parent is a thread.
func runOnThread(cmd *exec.Cmd) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	return cmd.Run()
}

func (c Command) lookPath() (string, error) {
	if filepath.IsAbs(c.Name) {
		return c.Name, nil
	}
	for _, dir := range filepath.SplitList(Lookup(c.Env, "PATH")) {
		if !filepath.IsAbs(dir) {
			continue
		}
		if path, err := exec.LookPath(filepath.Join(dir, c.Name)); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("looking for %s: %w in PATH", c.Says, exec.ErrNotFound)
}

// Lookup returns the value that a child with this environment sees: the last one counts.
func Lookup(env []string, key string) string {
	for _, kv := range slices.Backward(env) {
		if k, v, _ := strings.Cut(kv, "="); k == key {
			return v
		}
	}
	return ""
}

// Unattended returns env with what keeps git, ssh and credential helpers below a tool from asking.
func Unattended(env []string) []string {
	env = append(slices.Clone(env), "GIT_TERMINAL_PROMPT=0", "GCM_INTERACTIVE=never")
	if Lookup(env, "GIT_SSH") == "" && Lookup(env, "GIT_SSH_COMMAND") == "" {
		env = append(env, "GIT_SSH_COMMAND=ssh -o ControlMaster=no -o BatchMode=yes")
	}
	return env
}
