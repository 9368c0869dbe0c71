package ptrace

// A Breakpoint is what happens when a thread comes to an address.
type Breakpoint struct {
	Once bool          // remove it at its first hit
	Hit  func(*Thread) // called while the thread stands before the instruction; nil: nothing is called
}
