package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// longest is what all snippets together may take, some thirty times what they need. To be cut off tells nothing.
const longest = time.Minute

// trial is what all snippets of one run share.
type trial struct {
	ctx   context.Context
	dir   string // of what was built
	here  string // the experiment's folder
	temp  string // for what is written
	goes  toolchain
	built built
}

// toolchain is the Go that the snippets are tried with.
type toolchain struct {
	GOROOT, GOVERSION string
}

// newTrial asks the go command which Go it is. GOTOOLCHAIN decides.
func newTrial(ctx context.Context, dir string) (*trial, error) {
	here, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return nil, err
	}
	t := &trial{ctx: ctx, dir: dir, here: here}
	text, err := exec.CommandContext(ctx, "go", "env", "-json", "GOROOT", "GOVERSION").Output()
	if err != nil {
		return nil, fmt.Errorf("asking go which it is: %v", err)
	}
	if err := json.Unmarshal(text, &t.goes); err != nil {
		return nil, err
	}
	if text, err = os.ReadFile(filepath.Join(dir, "built.json")); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(text, &t.built); err != nil {
		return nil, err
	}
	if t.built.Go != t.goes.GOVERSION {
		return nil, errors.New("built by " + t.built.Go + ", and to be run with " + t.goes.GOVERSION)
	}
	return t, nil
}

// built is what the builder has written down.
type built struct {
	Go     string
	Errors map[string]string // what the compiler says of the programs that it refuses
}

// environ is the user's environment, without what would change the answers.
func (t *trial) environ(more ...string) []string {
	var env []string
	for _, v := range os.Environ() {
		switch name, _, _ := strings.Cut(v, "="); name {
		case "GODEBUG", "GOEXPERIMENT", "GOOS", "GOARCH", "GOAMD64", "CGO_CFLAGS", "GOTRACEBACK", "GOGC", "GOMEMLIMIT":
		default:
			env = append(env, v)
		}
	}
	env = append(env, "GOTOOLCHAIN=local", "GOWORK=off", "GOFLAGS=-modfile="+t.modfile(), "CGO_ENABLED=0",
		"LC_ALL=C", "NO_PROXY=127.0.0.1")
	return append(env, more...)
}

func (t *trial) modfile() string { return filepath.Join(t.dir, "module", "go.mod") }

// program is where a program is that was built.
func (t *trial) program(name string) string { return filepath.Join(t.dir, "bin", name) }

// gotool runs the go command in a folder.
func (t *trial) gotool(dir string, env []string, args ...string) (answer, error) {
	return t.call(dir, env, filepath.Join(t.goes.GOROOT, "bin", "go"), args...)
}

// call runs a program to its end, and takes what it says.
func (t *trial) call(dir string, env []string, program string, args ...string) (answer, error) {
	cmd := exec.CommandContext(t.ctx, program, args...)
	cmd.Dir, cmd.Env = dir, t.environ(env...)
	cmd.WaitDelay = time.Second
	endWithParent(cmd)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	if t.ctx.Err() != nil {
		return answer{}, fmt.Errorf("%s %s: %v", program, strings.Join(args, " "), context.Cause(t.ctx))
	}
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		return answer{}, err
	}
	a := answer{exit: cmd.ProcessState.ExitCode(), stdout: stdout.String(), stderr: stderr.String()}
	a.said = map[string]string{}
	for _, line := range strings.Split(a.stdout, "\n") {
		if key, value, ok := strings.Cut(line, "="); ok {
			a.said[key] = value
		}
	}
	return a, nil
}
