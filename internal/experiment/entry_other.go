//go:build !linux

package experiment

import (
	"errors"
	"os"
)

// startToEntry starts a program like os.StartProcess; its entry point is not observed here.
func startToEntry(path string, args []string, attr *os.ProcAttr) (p *os.Process, exec, entry int64, unseen, err error) {
	p, err = os.StartProcess(path, args, attr)
	return p, 0, 0, errors.ErrUnsupported, err
}
