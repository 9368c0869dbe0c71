package main

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// slowTool stands before each tool of the build: it notes itself and a child, and never gets on.
const slowTool = `#!/bin/sh
sleep 300 &
echo $! >> %[1]s
echo $$ >> %[1]s
wait
`

// buildForever makes every build stop in the first tool that it needs.
func (h *household) buildForever(t *testing.T) {
	t.Helper()
	tool := filepath.Join(filepath.Dir(h.dir), "slowtool")
	write(t, tool, fmt.Sprintf(slowTool, h.pids))
	if err := os.Chmod(tool, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOFLAGS", "-buildvcs=false -toolexec="+tool)
}

// TestBuildEnded ends cupel while the go command and its tools run.
func TestBuildEnded(t *testing.T) {
	if testing.Short() {
		t.Skip("builds programs")
	}
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		t.Run(signal.String(), func(t *testing.T) {
			h := newHousehold(t, "0")
			h.buildForever(t)
			cmd, out := h.start(t)
			h.awaitMembers(t, 2)
			cmd.Process.Signal(signal)
			cmd.Wait()
			if got := cmd.ProcessState.ExitCode(); got != exitInterrupted {
				t.Errorf("exit code %d, want %d\n%s", got, exitInterrupted, out)
			}
			h.awaitEnd(t)
			h.checkNothingLeft(t)
		})
	}
}

// TestBuildKilled: after kill -9 in the build the next start clears what is left of it.
func TestBuildKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("builds programs")
	}
	h := newHousehold(t, "0")
	h.buildForever(t)
	cmd, _ := h.start(t)
	h.awaitMembers(t, 2)
	cmd.Process.Kill()
	cmd.Wait()
	t.Setenv("GOFLAGS", "-buildvcs=false")
	next, out := h.start(t, "--runs", "1")
	next.Wait()
	if got := next.ProcessState.ExitCode(); got != 0 {
		t.Errorf("the next start ended with code %d\n%s", got, out)
	}
	h.awaitEnd(t)
	h.checkNothingLeft(t)
}

// awaitEnd waits until killed processes are gone: those that are no children of cupel end a moment
// after it.
func (h *household) awaitEnd(t *testing.T) {
	t.Helper()
	for end := time.Now().Add(patience); len(h.alive()) > 0 && time.Now().Before(end); {
		time.Sleep(10 * time.Millisecond)
	}
}
