//go:build !linux

package startup

import (
	"context"
	"errors"
	"time"
)

// traced is never reached: [agent.Supports] knows Linux only.
func (m *measurement) traced(context.Context) error { return errors.ErrUnsupported }

// lent is never reached either.
func (m *measurement) lent(context.Context, time.Time) error { return errors.ErrUnsupported }

// sampled is never reached either.
func (m *measurement) sampled(context.Context, time.Time) error { return errors.ErrUnsupported }

// followed is never reached either.
func (m *measurement) followed(context.Context, time.Time, *observation) error {
	return errors.ErrUnsupported
}
