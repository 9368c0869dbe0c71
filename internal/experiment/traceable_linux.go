package experiment

// MayTrace returns nil if the executable runs under ptrace with all the privileges it has by itself, else
// why not.
func MayTrace(path string) error { return traceable(Command{Path: path}) }
