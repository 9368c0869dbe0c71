package check

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/cupelgo/cupel/internal/claim"
	"github.com/cupelgo/cupel/internal/experiment"
)

// Waiting for what a setup step names.
const (
	defaultWait = 30 * time.Second
	pollEvery   = 100 * time.Millisecond
	oneTry      = 5 * time.Second // for a connection or an answer
)

// A StepResult is what became of a setup step.
type StepResult struct {
	Step    claim.Step // its value without secrets
	Err     error      // nil: it worked
	Seconds float64
}

// setup does the steps in order, up to the first one that does not work.
func (o *Options) setup(ctx context.Context) (all []StepResult) {
	for i, s := range o.File.Setup {
		o.progress(fmt.Sprintf("setup %d of %d: %s %s", i+1, len(o.File.Setup), s.Kind, s.Value))
		began := o.Now()
		err := o.step(ctx, s)
		s.Value = o.shown(s.Value)
		if err != nil {
			err = errors.New(o.shown(err.Error()))
		}
		all = append(all, StepResult{Step: s, Err: err, Seconds: o.Now().Sub(began).Seconds()})
		if err != nil {
			return all
		}
	}
	return all
}

func (o *Options) step(ctx context.Context, s claim.Step) error {
	wait := s.Timeout
	if wait == 0 {
		wait = defaultWait
	}
	switch s.Kind {
	case claim.StepCommand:
		return o.command(ctx, s.Words, wait)
	case claim.StepHTTP:
		return poll(ctx, wait, func(ctx context.Context) error { return answers(ctx, s.Value) })
	case claim.StepTCP:
		return poll(ctx, wait, func(ctx context.Context) error { return accepts(ctx, s.Value) })
	}
	path := s.Value
	if !filepath.IsAbs(path) {
		path = filepath.Join(o.dir(), path)
	}
	if s.Timeout == 0 {
		return exists(path) // it is configuration: nobody is about to write it
	}
	return poll(ctx, wait, func(context.Context) error { return exists(path) })
}

// command executes a command in the folder of the file. What it starts ends with it.
func (o *Options) command(ctx context.Context, words []string, limit time.Duration) error {
	path, err := o.lookup(words[0])
	if err != nil {
		return err
	}
	session, err := experiment.NewSession()
	if err != nil {
		return err
	}
	defer session.Close()
	run, err := session.Run(ctx, experiment.Command{
		Path: path, Args: words[1:], Dir: o.dir(), Env: o.Env, Timeout: limit,
	}, experiment.Ready{Kind: experiment.Exit})
	if err != nil || run.Good() {
		return err
	}
	if len(run.LastLines) == 0 {
		return errors.New(run.Problem)
	}
	return fmt.Errorf("%s\n%s", run.Problem, strings.Join(run.LastLines, "\n"))
}

// lookup finds the executable as a shell in the folder of the file would.
func (o *Options) lookup(name string) (string, error) {
	if strings.ContainsRune(name, '/') && !filepath.IsAbs(name) {
		return filepath.Abs(filepath.Join(o.dir(), name))
	}
	path, err := exec.LookPath(name)
	if err != nil {
		return "", fmt.Errorf("there is no command %s on PATH", name)
	}
	return filepath.Abs(path)
}

// poll tries until it works or the time is over.
func poll(ctx context.Context, limit time.Duration, try func(context.Context) error) error {
	ctx, stop := context.WithTimeout(ctx, limit)
	defer stop()
	for {
		once, done := context.WithTimeout(ctx, oneTry)
		err := try(once)
		done()
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("after %s: %w", limit, err)
		case <-time.After(pollEvery):
		}
	}
}

func accepts(ctx context.Context, address string) error {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", address)
	if err == nil {
		conn.Close()
	}
	return err
}

// answers wants an answer of 200 to 399.
func answers(ctx context.Context, url string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= http.StatusBadRequest {
		return fmt.Errorf("it answers %s", resp.Status)
	}
	return nil
}

func exists(path string) error {
	_, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return errors.New("there is no such file")
	}
	return err
}

// wrong says what a step that does not work is a sign of.
func (s *StepResult) wrong() string {
	switch s.Step.Kind {
	case claim.StepFile:
		return "the configuration is not complete"
	case claim.StepHTTP, claim.StepTCP:
		return "something that the program depends on is not there"
	}
	return "a setup command does not work"
}
