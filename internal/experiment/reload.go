package experiment

import (
	"io"
	"os"
)

// Reload brings a file into the page cache anew, read from one end to the other. How a file came there decides how
// large the pieces are in which it lies, and with that what its page faults cost: of one executable, the copy that
// the linker had written took 18 % more CPU time to start than one made by cp (docs/benchmarks.md). What a
// process has mapped stays as it is. Errors are those of [Forget] and of reading.
func Reload(path string) error {
	if _, err := Forget(path); err != nil {
		return err
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(io.Discard, f)
	return err
}
