package main

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"unsafe"
)

// A process is measured by its pid, without its help.
type process int

func dieWithParent() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}

// allowFiles raises the limit of open files for driver and service alike: some runtimes do it for
// themselves.
func allowFiles() error {
	var l syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &l); err != nil {
		return err
	}
	l.Cur = l.Max
	return syscall.Setrlimit(syscall.RLIMIT_NOFILE, &l)
}

// cpu reads the CPU clock of the process (clock_getcpuclockid(3)): nanoseconds, all threads, also
// those that have ended. /proc/PID/stat counts in ticks of 10 ms, schedstat forgets dead threads.
func (p process) cpu() (float64, error) {
	const sched = 2 // CPUCLOCK_SCHED of the kernel
	id := ^uintptr(p)<<3 | sched
	var t syscall.Timespec
	_, _, errno := syscall.Syscall(syscall.SYS_CLOCK_GETTIME, id, uintptr(unsafe.Pointer(&t)), 0)
	if errno != 0 {
		return 0, fmt.Errorf("reading the CPU clock of process %d: %w", p, errno)
	}
	return float64(t.Nano()) / 1e9, nil
}

func (p process) peakRSS() (float64, error) { return p.field("status", "VmHWM:", 1024) }
func (p process) threads() (float64, error) { return p.field("status", "Threads:", 1) }

// rss is exact, by the page tables; VmRSS of status lags by some pages for every CPU.
func (p process) rss() (float64, error) { return p.field("smaps_rollup", "Rss:", 1024) }

func (p process) field(file, name string, unit float64) (float64, error) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", p, file))
	if err != nil {
		return 0, err
	}
	for _, line := range strings.Split(string(b), "\n") {
		if f := strings.Fields(line); len(f) > 1 && f[0] == name {
			v, err := strconv.ParseFloat(f[1], 64)
			return v * unit, err
		}
	}
	return 0, fmt.Errorf("/proc/%d/%s: no line %s", p, file, name)
}

// runtimeSize is what has to be installed beside the artifact: the files the process has mapped,
// and the library folder of an interpreter, which is read, not mapped.
func (p process) runtimeSize(artifact string) (float64, error) {
	exe, err := os.Readlink(fmt.Sprintf("/proc/%d/exe", p))
	if err != nil {
		return 0, err
	}
	files, err := p.mapped()
	if err != nil {
		return 0, err
	}
	library, err := libraryOf(exe)
	if err != nil {
		return 0, err
	}
	sum, err := size(library)
	if err != nil {
		return 0, err
	}
	for file := range files {
		if within(file, library) || within(file, artifact) {
			continue
		}
		info, err := os.Stat(file)
		if errors.Is(err, fs.ErrNotExist) {
			continue // memory that has a name
		}
		if err != nil {
			return 0, err
		}
		sum += float64(info.Size())
	}
	return sum, nil
}

// libraryOf is the folder with the library of an interpreter; none of a compiled program.
func libraryOf(exe string) (string, error) {
	var places []string
	switch name := filepath.Base(exe); {
	case name == "java":
		places = []string{"../../lib"}
	case strings.HasPrefix(name, "python3"):
		places = []string{"../../lib64/" + name, "../../lib/" + name}
	default:
		return "", nil
	}
	for _, place := range places {
		folder := filepath.Join(exe, place)
		if _, err := os.Stat(folder); err == nil {
			return folder, nil
		}
	}
	return "", fmt.Errorf("%s has no library in %v", exe, places)
}

func within(file, folder string) bool {
	if folder == "" {
		return false
	}
	a, errA := os.Stat(file)
	b, errB := os.Stat(folder)
	return errA == nil && errB == nil && os.SameFile(a, b) || strings.HasPrefix(file, folder+"/")
}

func (p process) mapped() (map[string]bool, error) {
	f, err := os.Open(fmt.Sprintf("/proc/%d/maps", p))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	files := map[string]bool{}
	s := bufio.NewScanner(f)
	for s.Scan() {
		if _, path, ok := strings.Cut(s.Text(), "/"); ok && !strings.HasPrefix(path, "tmp/hsperfdata") {
			files["/"+path] = true
		}
	}
	return files, s.Err()
}

// size of a file, or of a folder's files. Left out: packages installed by users, and what a JDK has
// for compilers and not for programs.
func size(path string) (float64, error) {
	if path == "" {
		return 0, nil
	}
	skip := map[string]bool{
		"site-packages": true, "dist-packages": true, "__pycache__": true,
		"src.zip": true, "ct.sym": true,
	}
	var sum float64
	err := filepath.WalkDir(path, func(_ string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case skip[d.Name()] && d.IsDir():
			return filepath.SkipDir
		case skip[d.Name()] || !d.Type().IsRegular():
			return nil
		}
		info, err := d.Info()
		if err == nil {
			sum += float64(info.Size())
		}
		return err
	})
	return sum, err
}
