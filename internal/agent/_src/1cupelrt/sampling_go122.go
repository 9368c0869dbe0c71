//go:build !go1.24

package cupelrt

import "runtime"

// bait is allocated on the heap, because everybody can see it.
var bait *[64]byte

// restartSampling lets every processor sample at the new rate from now on: up to go1.23 each takes
// one more sample at the distance it drew before. The one at hand draws anew after an allocation at
// rate 1, the others when they are made anew.
//
//go:norace
func restartSampling() {
	n := runtime.GOMAXPROCS(1)
	rate := runtime.MemProfileRate
	runtime.MemProfileRate = 1
	bait = new([64]byte)
	runtime.MemProfileRate = rate
	runtime.GOMAXPROCS(n)
}
