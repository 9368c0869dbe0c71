//go:build !linux

package host

// FileSystem returns "": this system does not tell.
func FileSystem(string) string { return "" }
