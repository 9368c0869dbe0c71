package startup

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sys/unix"

	"github.com/cupelgo/cupel/internal/experiment"
)

// outsideRuns is how many runs are made of an executable besides the plain ones, at the most.
const outsideRuns = 1

// mayLookOutside returns nil if an executable can be looked into from outside, else why not.
func mayLookOutside() error { return errors.New("not yet for executables without their source") }

// outside makes the run of the executable that explains the plain ones.
func (m *measurement) outside(context.Context, time.Time) error {
	m.skip("critical path, causes and exact init times", mayLookOutside().Error(), m.target.fromSource())
	return nil
}

// mayExecute returns nil if the user may execute the file, and the file system lets anybody do so.
func mayExecute(path string) error { return unix.Access(path, unix.X_OK) }

// mayTrace returns nil if the program runs under ptrace as it does by itself.
func mayTrace(path string) error { return experiment.MayTrace(path) }
