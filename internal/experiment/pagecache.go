package experiment

// Forgotten is what came of dropping a file from the page cache.
type Forgotten struct {
	Bytes  int64 // size of the file
	Stayed int64 // bytes of it that are in the page cache nevertheless; -1: the kernel does not tell
}
