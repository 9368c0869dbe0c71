//go:build !linux

package startup

import (
	"context"
	"time"
)

// coldPhases is never reached: where the page cache drops nothing, no run is cold.
func (m *measurement) coldPhases(context.Context, *cold, time.Time) error { return nil }
