package bpf

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/cupelgo/cupel/internal/gobin"
)

// calls is how often the helper calls marker, on several threads.
const calls, threads = 2000, 4

// TestMain lets the test binary be the program that is watched: it calls marker once it is told to.
func TestMain(m *testing.M) {
	switch os.Getenv("BPF_TEST_HELPER") {
	case "calls":
		help()
	case "available":
		fmt.Println(Available())
	case "namespace":
		os.Unsetenv("BPF_TEST_HELPER") // what the tests start are helpers of their own
		if err := unix.Mount("proc", "/proc", "proc", 0, ""); err != nil {
			fmt.Println("mounting /proc:", err)
			os.Exit(1)
		}
		os.Exit(m.Run())
	default:
		os.Exit(m.Run())
	}
}

func help() {
	fmt.Println("here")
	bufio.NewReader(os.Stdin).ReadString('\n')
	var all sync.WaitGroup
	for i := range threads {
		all.Go(func() {
			runtime.LockOSThread()
			for j := range calls / threads {
				caller(i*calls/threads + j)
			}
		})
	}
	all.Wait()
}

//go:noinline
func caller(n int) { marker(n) }

//go:noinline
func marker(n int) { fmt.Fprint(io.Discard, n) }

// helper starts the program that calls marker when it gets a line.
func helper(t *testing.T) (pid int, call func()) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "/proc/self/exe")
	cmd.Env = append(os.Environ(), "BPF_TEST_HELPER=calls")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	bufio.NewReader(out).ReadString('\n')
	return cmd.Process.Pid, func() {
		io.WriteString(in, "\n")
		if err := cmd.Wait(); err != nil {
			t.Error(err)
		}
	}
}

// markerOffset returns where marker begins its work in our own file.
func markerOffset(t *testing.T) uint64 {
	t.Helper()
	f, err := gobin.Open("/proc/self/exe")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	fn, _ := f.Lookup("github.com/cupelgo/cupel/internal/bpf.marker")
	body, ok := f.Body(fn)
	if !ok {
		t.Fatalf("no body of %+v", fn)
	}
	off, _ := f.Offset(body)
	return off
}

// collect has the helper call marker, and returns with which arguments and from how many threads it was seen
// to do so, and what was lost.
func collect(t *testing.T, single bool, ring uint32) (seen map[uint64]int, tids map[int32]bool, lost uint64) {
	t.Helper()
	if err := Available(); err != nil {
		t.Skip(err)
	}
	c, err := open(single, ring)
	if err != nil {
		t.Fatal(err)
	}
	seen, tids = map[uint64]int{}, map[int32]bool{}
	last := map[int32]int64{}
	pid, call := helper(t)
	w, err := c.Watch(pid, Layout{}, func(h *Hit) {
		seen[h.AX]++
		tids[h.TID] = true
		if h.Index != 7 || h.Time <= last[h.TID] || h.Spent <= 0 || len(h.Stack) < 3 {
			t.Errorf("%+v", h)
		}
		last[h.TID] = h.Time
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Attach([]Point{{Asks: Asks{Stack: Here}, Offset: markerOffset(t), Index: 7}}); err != nil {
		t.Fatal(err)
	}
	call()
	lost, since, err := c.Lost()
	if err != nil || (lost > 0) != (since > 0) {
		t.Errorf("%d lost since %d: %v", lost, since, err)
	}
	if err := c.Close(); err != nil {
		t.Error(err)
	}
	return seen, tids, lost
}

// TestCollector: each call is seen once, on whatever thread, by either kind of uprobe.
func TestCollector(t *testing.T) {
	for _, single := range []bool{false, true} {
		t.Run(fmt.Sprintf("single=%t", single), func(t *testing.T) {
			if single && os.Geteuid() != 0 {
				t.Skip("uprobes one by one: operation not permitted; root")
			}
			seen, tids, lost := collect(t, single, ringBytes)
			for n := range uint64(calls) {
				if seen[n] != 1 {
					t.Errorf("the call with %d was seen %d times", n, seen[n])
				}
			}
			if len(seen) != calls || len(tids) != threads || lost != 0 {
				t.Errorf("%d calls on %d threads, %d lost", len(seen), len(tids), lost)
			}
		})
	}
}

// TestNamespace: the same in a PID namespace of its own, as in containers.
func TestNamespace(t *testing.T) {
	if err := Available(); err != nil {
		t.Skip(err)
	}
	cmd := exec.CommandContext(t.Context(), "/proc/self/exe", "-test.v", "-test.run=^TestCollector$")
	cmd.Env = append(os.Environ(), "BPF_TEST_HELPER=namespace")
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: unix.CLONE_NEWPID, Unshareflags: unix.CLONE_NEWNS}
	out, err := cmd.CombinedOutput()
	if errors.Is(err, fs.ErrPermission) {
		t.Skipf("making namespaces: %v; root", err)
	}
	if err != nil || !strings.Contains(string(out), "--- PASS: TestCollector/single=false") {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestLost: what there is no room for is counted.
func TestLost(t *testing.T) {
	seen, _, lost := collect(t, single(), uint32(os.Getpagesize()))
	if lost == 0 || len(seen) == 0 || len(seen)+int(lost) != calls {
		t.Errorf("%d seen and %d lost of %d", len(seen), lost, calls)
	}
}

// TestRemove: a point that was removed is not seen any more.
func TestRemove(t *testing.T) {
	if err := Available(); err != nil {
		t.Skip(err)
	}
	c, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	pid, call := helper(t)
	n := 0
	w, err := c.Watch(pid, Layout{}, func(*Hit) { n++ })
	if err != nil {
		t.Fatal(err)
	}
	remove, err := w.Attach([]Point{{Offset: markerOffset(t)}})
	if err != nil {
		t.Fatal(err)
	}
	remove()
	call()
	if err := c.Close(); err != nil || n != 0 {
		t.Errorf("%d hits: %v", n, err)
	}
}

// A point where there is no code is refused.
func TestAttachNowhere(t *testing.T) {
	if err := Available(); err != nil {
		t.Skip(err)
	}
	c, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	pid, call := helper(t)
	defer call()
	w, err := c.Watch(pid, Layout{}, func(*Hit) {})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Attach([]Point{{Offset: 1 << 40}}); err == nil || !strings.Contains(err.Error(), "setting 1 uprobes") {
		t.Errorf("it was set beyond the end of the file: %v", err)
	}
}
