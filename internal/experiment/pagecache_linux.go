package experiment

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// Forget writes what is not on the disk yet of a file and drops it from the page cache, so that who needs it
// next reads it from the disk. What a process has mapped stays. It needs no more than to read the file. Errors
// are those of opening it and of file systems that do not let go.
//
// Source: posix_fadvise(2), cachestat(2), Linux mm/fadvise.c.
func Forget(path string) (Forgotten, error) {
	f, err := os.Open(path)
	if err != nil {
		return Forgotten{Stayed: -1}, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return Forgotten{Stayed: -1}, err
	}
	done := Forgotten{Bytes: info.Size(), Stayed: -1}
	if err := unix.Fdatasync(int(f.Fd())); err != nil && !errors.Is(err, unix.EINVAL) && !errors.Is(err, unix.EROFS) {
		return done, fmt.Errorf("writing it to the disk: %w", err) // where nothing is ever written, nothing is to be done
	}
	if err := unix.Fadvise(int(f.Fd()), 0, 0, unix.FADV_DONTNEED); err != nil {
		return done, fmt.Errorf("dropping it from the page cache: %w", err)
	}
	done.Stayed = cached(f, info.Size())
	return done, nil
}

// cached returns how many bytes of a file are in the page cache, -1 where the kernel does not tell: before
// Linux 6.5, and later of files that are not the caller's own.
func cached(f *os.File, size int64) int64 {
	var stat unix.Cachestat_t
	whole := unix.CachestatRange{Off: 0, Len: 0} // to the end
	if unix.Cachestat(uint(f.Fd()), &whole, &stat, 0) != nil {
		return -1
	}
	return min(int64(stat.Cache)*int64(os.Getpagesize()), size)
}

// readFromDisk returns what a living process and the descendants that it has waited for have read from the
// disk, -1 where the kernel does not tell.
func readFromDisk(pid int) int64 {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/io", pid))
	if err != nil {
		return -1
	}
	_, rest, ok := bytes.Cut(b, []byte("\nread_bytes: "))
	line, _, _ := bytes.Cut(rest, []byte("\n"))
	n, err := strconv.ParseInt(string(line), 10, 64)
	if !ok || err != nil {
		return -1
	}
	return n
}

// Reads returns how many bytes a living process has read from the disk so far and for how many pages it had
// to wait, with the descendants that it has waited for; -1 where the kernel does not tell.
func Reads(pid int) (read, major int64) {
	major = -1
	if p, err := readProcess(pid); err == nil {
		major = p.major
	}
	return readFromDisk(pid), major
}

// mapped returns the paths of the files that a process has mapped, in order of address.
func mapped(pid int) []string {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/maps", pid))
	if err != nil {
		return nil
	}
	var all []string
	for line := range strings.Lines(string(b)) {
		const columns = 6 // the path may hold spaces
		fields := strings.SplitN(strings.TrimSpace(line), " ", columns)
		if len(fields) < columns {
			continue
		}
		path := strings.TrimLeft(fields[columns-1], " ")
		if strings.HasPrefix(path, "/") && !slices.Contains(all, path) {
			all = append(all, path)
		}
	}
	return all
}
