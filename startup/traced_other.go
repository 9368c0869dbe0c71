//go:build !linux

package startup

import (
	"context"
	"errors"
)

// traced is never reached: [agent.Supports] knows Linux only.
func (m *measurement) traced(context.Context) error { return errors.ErrUnsupported }
