//go:build !linux

package perf

import (
	"errors"
	"fmt"
)

// Available returns why sampling is not possible here.
func Available() error { return fmt.Errorf("sampling by the kernel: %w", errors.ErrUnsupported) }

// Sampler samples a process.
type Sampler struct{}

// Open returns why sampling is not possible here.
func Open(int, int) (*Sampler, error) { return nil, Available() }

// Stop is never called: there is no Sampler here.
func (*Sampler) Stop() (*Recording, error) { return nil, Available() }
