//go:build !linux || !amd64

package bpf

import (
	"errors"
	"fmt"
	"runtime"
)

var errOther = fmt.Errorf("bpf: not on %s/%s: %w; Linux on amd64", runtime.GOOS, runtime.GOARCH, errors.ErrUnsupported)

// Available says that this system is none of those for which this was built.
func Available() error { return errOther }

// A Collector takes hits from the kernel. There is none here.
type Collector struct{}

// Open fails.
func Open() (*Collector, error) { return nil, errOther }

// Watch fails.
func (*Collector) Watch(int, Layout, func(*Hit)) (*Watched, error) { return nil, errOther }

// Lost returns that nothing was lost.
func (*Collector) Lost() (n uint64, since int64, err error) { return 0, 0, nil }

// Close does nothing.
func (*Collector) Close() error { return nil }

// Watched is a process that is watched. There is none here.
type Watched struct{}

// Attach fails.
func (*Watched) Attach([]Point) (remove func(), err error) { return nil, errOther }
