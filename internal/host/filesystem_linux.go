package host

// FileSystem names the kind of file system that holds a file, "" if it cannot be told.
func FileSystem(path string) string {
	kind, _ := inspect(path)
	return kind
}
