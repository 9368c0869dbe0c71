//go:build !linux

package host

// add adds nothing to m: this system does not publish it.
func (g *Gate) add(*Moment) {}

// frequencies returns none: this system is not asked.
func frequencies() []string { return nil }

// threadUsage returns nothing: this system is not asked what a thread has used.
func threadUsage() *usage { return nil }

// ownCPU returns nothing: there is no total of the machine to compare it with.
func ownCPU() *float64 { return nil }
