// Package pprof runs pprof's own web interface, that of `go tool pprof`, one process for each profile that is
// looked at.
//
// It is a process of its own because linking it in would cost every command: 4.7 MB and 0.3 to 0.5 ms of
// package init, measured with the pprof of September 2026.
//
// # Limitations
//
// Each process listens on a port of the loopback interface, as that of `go tool pprof -http` does: programs of
// other users on the same machine can reach it. The go command is needed; where it has not built pprof yet,
// that takes some seconds.
package pprof

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/cupelgo/cupel/internal/tool"
)

const (
	most      = 4                // processes at the same time; the one not asked for longest ends first
	idle      = 10 * time.Minute // after that long without a request a process ends
	startTime = 2 * time.Minute  // to build pprof, and to read the profile
	pollEvery = 20 * time.Millisecond
)

// Servers are the processes. Close ends them.
type Servers struct {
	dir string
	env []string

	ctx    context.Context
	cancel context.CancelFunc
	wg     sync.WaitGroup

	mu      sync.Mutex
	running map[string]*server // by path of the profile
}

// A server is one process.
type server struct {
	cancel context.CancelFunc
	idle   *time.Timer
	used   time.Time
	ready  chan struct{} // closed when at or err is set
	at     *url.URL
	err    error
}

// New makes Servers that find the go command in env. Sources with relative names are looked for in dir, an
// absolute path, in the module cache, in GOROOT, and above them, as pprof does.
func New(dir string, env []string) *Servers {
	ctx, cancel := context.WithCancel(context.Background())
	return &Servers{dir: dir, env: env, ctx: ctx, cancel: cancel, running: map[string]*server{}}
}

// Close ends all processes and waits for them.
func (s *Servers) Close() {
	s.cancel()
	s.wg.Wait()
}

// URL returns where the profile in file is shown, and starts a process for it where none runs. The views are
// below it: flamegraph, top and so on. The profile is of a program that was built with the given version of Go:
// lines of another one's standard library would be the wrong ones, and are not shown.
func (s *Servers) URL(ctx context.Context, file, version string) (*url.URL, error) {
	one := s.of(file, version)
	select {
	case <-one.ready:
		return one.at, one.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// of returns the process of a profile, which may not be ready yet.
func (s *Servers) of(file, version string) *server {
	s.mu.Lock()
	defer s.mu.Unlock()
	one := s.running[file]
	if one == nil {
		s.makeRoom()
		one = s.start(file, version)
		s.running[file] = one
	}
	one.used = time.Now()
	one.idle.Reset(idle)
	return one
}

// makeRoom ends the process that was not asked for longest, if there are too many.
func (s *Servers) makeRoom() {
	if len(s.running) < most {
		return
	}
	oldest := ""
	for file, one := range s.running {
		if oldest == "" || one.used.Before(s.running[oldest].used) {
			oldest = file
		}
	}
	s.running[oldest].cancel()
	delete(s.running, oldest)
}

func (s *Servers) start(file, version string) *server {
	ctx, cancel := context.WithCancel(s.ctx)
	one := &server{cancel: cancel, ready: make(chan struct{}), idle: time.AfterFunc(idle, cancel)}
	s.wg.Go(func() {
		defer cancel()
		defer one.idle.Stop()
		err := s.run(ctx, one, file, version)
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.running[file] == one {
			delete(s.running, file)
		}
		if one.at == nil {
			one.err = err
			close(one.ready)
		}
	})
	return one
}

// run starts the process, tells when it answers, and returns when it has ended.
func (s *Servers) run(ctx context.Context, one *server, file, version string) error {
	program, sources, err := s.ask(ctx, version)
	if err != nil {
		return err
	}
	address, err := freeAddress()
	if err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() {
		c := tool.Command{Name: program, Says: "pprof", Dir: s.dir, Env: s.env}
		_, _, err := c.Run(ctx, "-http="+address, "-no_browser", "-symbolize=none", "-source_path="+sources, file)
		ended <- err
	}()
	if err := answers(ctx, address, ended); err != nil {
		one.cancel()
		return err
	}
	one.at = &url.URL{Scheme: "http", Host: address, Path: "/ui/"}
	close(one.ready)
	return <-ended
}

// ask returns the path of pprof, which the go command builds where it has not yet, and where sources lie: of a
// program built with -trimpath, names begin below these. The go command is asked away from the user's module,
// whose own tools may be called so too.
func (s *Servers) ask(ctx context.Context, version string) (program, sources string, err error) {
	ctx, cancel := context.WithTimeout(ctx, startTime)
	defer cancel()
	c := tool.Command{Name: "go", Says: "the go command", Dir: os.TempDir(), Env: s.env}
	path, _, err := c.Run(ctx, "tool", "-n", "pprof")
	if err != nil {
		return "", "", fmt.Errorf("looking for pprof: %w", err)
	}
	said, _, err := c.Run(ctx, "env", "GOMODCACHE", "GOROOT", "GOVERSION")
	if err != nil {
		return "", "", fmt.Errorf("looking for sources: %w", err)
	}
	all := []string{s.dir}
	if dirs := strings.Split(string(said), "\n"); len(dirs) > 2 {
		all = append(all, dirs[0])
		if dirs[2] == version {
			all = append(all, filepath.Join(dirs[1], "src"))
		}
	}
	return strings.TrimSpace(string(path)), strings.Join(all, string(filepath.ListSeparator)), nil
}

// freeAddress is one of the loopback interface on which nobody listens.
func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("looking for a free port: %w", err)
	}
	return l.Addr().String(), l.Close()
}

// answers waits until somebody listens there, or the process has ended.
func answers(ctx context.Context, address string, ended chan error) error {
	ctx, cancel := context.WithTimeout(ctx, startTime)
	defer cancel()
	for {
		if c, err := net.Dial("tcp", address); err == nil {
			return c.Close()
		}
		select {
		case err := <-ended:
			ended <- err
			return said(err)
		case <-ctx.Done():
			return fmt.Errorf("waiting for pprof: %w", ctx.Err())
		case <-time.After(pollEvery):
		}
	}
}

// said is why pprof ended before it listened, in its own words where it had some.
func said(err error) error {
	failure := (*tool.Failure)(nil)
	switch {
	case err == nil:
		return errors.New("pprof ended at once")
	case errors.As(err, &failure):
		first, _, _ := strings.Cut(strings.TrimSpace(failure.Stderr), "\n")
		return fmt.Errorf("pprof says: %s", first)
	}
	return err
}
