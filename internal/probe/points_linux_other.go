//go:build linux && !amd64

package probe

import (
	"golang.org/x/sys/unix"

	"github.com/cupelgo/cupel/internal/bpf"
	"github.com/cupelgo/cupel/internal/ptrace"
)

// points is the table of all points: none is known here.
var points []point

// Exit notes that a thread ends the process.
func (w *Watch) Exit(*ptrace.Thread) {}

// read reads what a point asks for: there is no point here.
func (w *Watch) read(t *ptrace.Thread, _ *unix.PtraceRegs, _ bpf.Asks) *bpf.Hit { return hitOf(t) }

// chain returns where a thread stands: that is not known here.
func (w *Watch) chain(*ptrace.Thread) (pcs []uint64, top uint64) { return nil, 0 }
