package host

import (
	"cmp"
	"os"

	"github.com/cupelgo/cupel/evidence"
)

// Fingerprint describes this machine now, for work in dir, "" being the current folder. What the kernel counts
// is left nil, since it concerns a span of time: see [Counters.Since]. What concerns the Go toolchain and
// its environment is left to the caller, who knows which it is.
func Fingerprint(dir string) evidence.Host {
	h := portable()
	describe(&h, os.DirFS("/"))
	h.Disk, _ = inspect(cmp.Or(dir, "."))
	return h
}

// Count reads the counters of this machine.
func Count() Counters { return count(os.DirFS("/")) }

// files reads what concerns the doctor alone.
func files() Files { return readFiles(os.DirFS("/")) }
