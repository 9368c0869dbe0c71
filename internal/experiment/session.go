package experiment

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"time"
)

const (
	folderPrefix = "cupel-run-"
	lockName     = "lock"
	tokenKey     = "CUPEL_RUN" // environment variable that marks every process of a session
	toolSuffix   = "-tool"     // of the token of tools
)

// A Session owns a temporary folder and all processes that its runs start. While it is open it
// holds a lock on the folder; a folder whose lock is free was left by a session that was killed,
// and the next NewSession removes it together with the processes that carry its token.
//
// A session does one run at a time.
type Session struct {
	token    string
	temp     string
	lock     *os.File
	launch   launcher
	closed   bool
	previous []Listener // of the run before
	warnings []string   // for the next run to report
}

// NewSession clears what killed sessions left behind and opens a new one. Close it.
func NewSession() (*Session, error) {
	warnings := sweep(os.TempDir())
	if err := adoptOrphans(); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return nil, fmt.Errorf("becoming the reaper of orphans: %w", err)
	}
	s, err := open(os.TempDir())
	if err != nil {
		return nil, fmt.Errorf("opening a session: %w", err)
	}
	s.warnings = warnings
	s.launch = newLauncher()
	return s, nil
}

// open makes and locks the folder of a new session. A sweep of another process may remove the
// folder before it is locked; then another one is made.
func open(root string) (*Session, error) {
	for range 10 {
		token, err := newToken()
		if err != nil {
			return nil, err
		}
		temp := filepath.Join(root, folderPrefix+token)
		if err := os.Mkdir(temp, 0o700); err != nil {
			return nil, err
		}
		name := filepath.Join(temp, lockName)
		lock, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o600)
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if tryLock(lock) && names(name, lock) {
			return &Session{token: token, temp: temp, lock: lock}, nil
		}
		lock.Close()
	}
	return nil, fmt.Errorf("the folder in %s was removed by others ten times", root)
}

// names reports whether path still is the name of the open file.
func names(path string, f *os.File) bool {
	held, err := f.Stat()
	if err != nil {
		return false
	}
	found, err := os.Lstat(path)
	return err == nil && os.SameFile(held, found)
}

func newToken() (string, error) {
	var b [8]byte
	if _, err := rand.Read(b[:]); err != nil {
		return "", err
	}
	return hex.EncodeToString(b[:]), nil
}

// Temp is the session's folder. It goes with Close.
func (s *Session) Temp() string { return s.temp }

// ToolMark is an entry for the environment of tools that work for this session, such as the go
// command: when this session is killed, the next one ends them. Close does not look for them, since
// a tool that ended by itself may leave a helper that is the user's, such as a credential cache.
func (s *Session) ToolMark() string { return tokenKey + "=" + s.token + toolSuffix }

// Close removes the temporary folder and whatever process of the session is left. A second Close
// does nothing.
func (s *Session) Close() error {
	if s.closed {
		return nil
	}
	warnings := newReaper(s.token, 0).clear()
	s.launch.close()
	s.closed = true
	err := os.RemoveAll(s.temp)
	s.lock.Close()
	if len(warnings) > 0 {
		return errors.Join(err, errors.New(warnings[0]))
	}
	return err
}

// Run runs c once and waits for r. The error says why the run could not be done or, when ctx
// ended, is ctx.Err(); that the program crashed or did not get ready is an Outcome. Nothing that
// the run started is alive when Run returns.
func (s *Session) Run(ctx context.Context, c Command, r Ready) (Run, error) {
	c = c.withDefaults()
	run := newRun()
	run.Warnings = append(s.warnings, awaitFree(ctx, s.previous)...)
	s.previous, s.warnings = nil, nil
	if err := ctx.Err(); err != nil {
		run.Outcome = OutcomeCanceled
		return run, err
	}
	if problem := taken(r); problem != "" {
		run.Outcome, run.Problem = OutcomePortTaken, problem
		return run, nil
	}
	a, err := s.begin(c, r, &run)
	if err != nil {
		return run, err
	}
	a.await(ctx)
	if c.OnReady != nil {
		c.OnReady()
	}
	a.end(ctx)
	if !a.child.over() {
		s.relaunch()
	}
	s.previous = run.Listeners
	return run, ctx.Err()
}

// sweep removes the folders of dead sessions in root and kills the processes they left. It
// returns what it could not remove.
func sweep(root string) (warnings []string) {
	folders, _ := filepath.Glob(filepath.Join(root, folderPrefix+"*"))
	for _, folder := range folders {
		warnings = append(warnings, sweepFolder(folder)...)
	}
	return warnings
}

// folderName is what the name of a session's folder looks like.
func folderName() *regexp.Regexp { return regexp.MustCompile(`^` + folderPrefix + `([0-9a-f]{16})$`) }

func sweepFolder(folder string) []string {
	match := folderName().FindStringSubmatch(filepath.Base(folder))
	if match == nil || !ours(folder) {
		return nil
	}
	lock, err := os.OpenFile(filepath.Join(folder, lockName), os.O_RDWR, 0)
	if errors.Is(err, os.ErrNotExist) {
		return removeUnlocked(folder)
	}
	if err != nil {
		return []string{fmt.Sprintf("looking at what a killed session left: %v", err)}
	}
	defer lock.Close()
	if !tryLock(lock) {
		return nil
	}
	warnings := newReaper(match[1], 0).clear()
	warnings = append(warnings, newReaper(match[1]+toolSuffix, 0).clear()...)
	if err := os.RemoveAll(folder); err != nil {
		warnings = append(warnings, fmt.Sprintf("removing what a killed session left: %v", err))
	}
	return warnings
}

// removeUnlocked removes a session's folder without a lock file, unless it is so young that its
// session may be about to make one.
func removeUnlocked(folder string) []string {
	info, err := os.Lstat(folder)
	if err != nil || time.Since(info.ModTime()) < time.Minute {
		return nil
	}
	if err := os.RemoveAll(folder); err != nil {
		return []string{fmt.Sprintf("removing what a killed session left: %v", err)}
	}
	return nil
}

// A launcher runs functions on one thread that lives until close. The kernel kills a child with
// a parent-death signal when the thread that forked it ends, not when the process does.
type launcher chan func()

func newLauncher() launcher {
	l := make(launcher)
	go func() {
		runtime.LockOSThread()
		for f := range l {
			f()
		}
	}()
	return l
}

func (l launcher) do(f func()) {
	done := make(chan struct{})
	l <- func() {
		defer close(done)
		f()
	}
	<-done
}

func (l launcher) close() { close(l) }

// relaunch takes another launcher for the next run. That of a program that could not be ended may be busy
// with Trace for as long as that is.
func (s *Session) relaunch() {
	s.launch.close()
	s.launch = newLauncher()
}
