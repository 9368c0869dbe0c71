//go:build !linux

package startup

import (
	"context"
	"errors"
	"time"
)

const outsideRuns = 1

func mayLookOutside() error { return errors.ErrUnsupported }

func mayUseKernel() error { return errors.ErrUnsupported }

// None of these is ever reached: newPrebuilt knows Linux only.

func (m *measurement) outside(context.Context, time.Time) error { return errors.ErrUnsupported }

func mayExecute(string) error { return errors.ErrUnsupported }

func mayTrace(string) error { return errors.ErrUnsupported }
