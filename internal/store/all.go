package store

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"
	"sync"
)

// Each calls read with evidence.json of every record of the store, the oldest first, and returns what read made of
// them in that order. read is called from several goroutines. Of a record that cannot be opened all reading fails;
// one that another process deletes meanwhile is left out.
func Each[T any](s *Store, read func(id string, evidence io.Reader) T) ([]T, error) {
	entries, err := s.List()
	if err != nil || len(entries) == 0 {
		return nil, err
	}
	root, err := os.OpenRoot(s.dir)
	if err != nil {
		return nil, fmt.Errorf("opening store: %w", err)
	}
	defer root.Close()
	made := make([]*T, len(entries))
	next := make(chan int)
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := range next {
				made[i] = readOne(root, entries[i].ID, read)
			}
		})
	}
	for i := range entries {
		next <- i
	}
	close(next)
	workers.Wait()
	var all []T
	for _, one := range made {
		if one != nil {
			all = append(all, *one)
		}
	}
	return all, nil
}

// readOne returns nil for a record that is no longer there.
func readOne[T any](root *os.Root, id string, read func(string, io.Reader) T) *T {
	f, err := root.Open(id + "/" + recordFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		one := read(id, unreadable{err})
		return &one
	}
	defer f.Close()
	one := read(id, f)
	return &one
}

// unreadable is a reader that always fails.
type unreadable struct{ err error }

func (u unreadable) Read([]byte) (int, error) { return 0, u.err }
