package host

import (
	"os"

	"github.com/cupelgo/cupel/evidence"
)

// Fingerprint describes this machine now. Throttled is left nil, since it concerns a span of time: take
// the difference of two calls of Throttled. What concerns the Go toolchain and its environment
// is left to the caller, who knows which it is.
func Fingerprint() evidence.Host {
	h := portable()
	describe(&h, os.DirFS("/"))
	h.Disk = disk(".")
	return h
}

// Throttled returns how many periods the CPU quota of this process's cgroups has cut short so far,
// nil if they do not say. Only the difference of two calls means anything.
func Throttled() *int64 {
	root := os.DirFS("/")
	return parseCgroups(read(root, "proc/self/cgroup")).throttled(root)
}
