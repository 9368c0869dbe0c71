package ptrace

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// helperKey selects, in the environment of this test binary, the program that it plays.
const helperKey = "PTRACE_HELPER"

func TestMain(m *testing.M) {
	if name := os.Getenv(helperKey); name != "" {
		helpers()[name](os.Args[1:])
		os.Exit(0)
	}
	os.Setenv("GORACE", "atexit_sleep_ms=0") // else helpers take a second to end under -race
	os.Exit(m.Run())
}

func helpers() map[string]func(args []string) {
	return map[string]func([]string){
		"nothing":  func([]string) {},
		"exit":     func(args []string) { os.Exit(number(args[0])) },
		"first":    func([]string) { first(second(third(0))) },
		"pulses":   pulses,
		"parent":   parent,
		"become":   become,
		"signals":  signals,
		"trap":     trapOneself,
		"forever":  func([]string) { fmt.Println("begun"); time.Sleep(time.Hour) },
		"leave":    leave,
		"remain":   remain,
		"daemon":   daemon,
		"vfork":    vforks,
		"spin":     spin,
		"rest":     rest,
		"stop":     stopOneself,
		"threads":  threads,
		"loop":     func(args []string) { beat(number(args[0])) },
		"fork":     forkRaw,
		"siblings": siblings,
		"sled":     sled,
		"frames":   frames,
		"start":    startFile,
	}
}

func must(err error) {
	if err != nil {
		fmt.Println(err)
		os.Exit(9)
	}
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	must(err)
	return n
}

//go:noinline
func first(n int) int { return leaf(n) + 1 }

//go:noinline
func second(n int) int { return leaf(n) + 2 }

//go:noinline
func third(n int) int { return leaf(n) + 3 }

// pulse has a frame, so that it begins with push %rbp.
//
//go:noinline
func pulse(n int) int { return leaf(n) + 1 }

//go:noinline
func leaf(n int) int { return n }

// pulses calls pulse N times in each of G goroutines and prints how often.
func pulses(args []string) {
	n, g := number(args[0]), number(args[1])
	sum := make([]int, g)
	var all sync.WaitGroup
	for i := range g {
		all.Go(func() {
			for range n {
				sum[i] = pulse(sum[i])
			}
		})
	}
	all.Wait()
	total := 0
	for _, s := range sum {
		total += s
	}
	fmt.Println(total)
}

// play returns the command that plays the helper of that name.
func play(name string, args ...string) *exec.Cmd {
	cmd := exec.Command("/proc/self/exe", args...)
	cmd.Env = append(os.Environ(), helperKey+"="+name)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	return cmd
}

// parent runs a child that plays "first", DEPTH generations on, N children each, one after another.
func parent(args []string) {
	depth, n := number(args[0]), number(args[1])
	for range n {
		next := play("first")
		if depth > 1 {
			next = play("parent", strconv.Itoa(depth-1), args[1])
		}
		must(next.Run())
	}
	first(0)
}

// become replaces itself N times from a thread that is not the first, then plays "first".
func become(args []string) {
	n, next := number(args[0]), "become"
	if n == 1 {
		next = "first"
	}
	must(os.Setenv(helperKey, next))
	for range 4 { // threads that the exec ends
		go func() {
			runtime.LockOSThread()
			select {}
		}()
	}
	second(0)
	go elsewhere(func() {
		must(syscall.Exec("/proc/self/exe", []string{"x", strconv.Itoa(n - 1)}, os.Environ()))
	})
	time.Sleep(time.Hour)
}

// elsewhere calls f on a thread that is not the first.
func elsewhere(f func()) {
	runtime.LockOSThread()
	if unix.Gettid() != unix.Getpid() {
		f()
		return
	}
	go elsewhere(f)
	time.Sleep(time.Hour)
}

// signals sends itself N times SIGUSR1 and a SIGTERM that it ignores, each after the one before has
// arrived, and as many real-time signals at once, and prints how many arrived.
func signals(args []string) {
	n := number(args[0])
	signal.Ignore(syscall.SIGTERM)
	one, real := make(chan os.Signal, n), make(chan os.Signal, n)
	signal.Notify(one, syscall.SIGUSR1)
	signal.Notify(real, unix.Signal(40))
	for range n {
		must(syscall.Kill(os.Getpid(), syscall.SIGUSR1))
		must(syscall.Kill(os.Getpid(), syscall.SIGTERM))
		<-one
	}
	must(syscall.Kill(os.Getpid(), tickSignal)) // one that is not ours: Go ignores it
	must(syscall.Kill(os.Getpid(), 40))
	<-real
	time.Sleep(time.Millisecond)
	fmt.Println(n, len(one)+len(real))
}

// trapOneself takes a SIGTRAP that it was sent, and then ends by an int3 of its own.
func trapOneself([]string) {
	traps := make(chan os.Signal, 1)
	signal.Notify(traps, syscall.SIGTRAP)
	must(unix.Tgkill(os.Getpid(), unix.Gettid(), unix.SIGTRAP))
	<-traps
	signal.Reset(syscall.SIGTRAP)
	fmt.Println("trapped")
	runtime.Breakpoint()
}

// leave starts a child that outlives it, N times.
func leave(args []string) {
	for range number(args[0]) {
		out, in, err := os.Pipe()
		must(err)
		cmd := play("remain")
		cmd.Stdout, cmd.Stderr = nil, nil
		cmd.ExtraFiles = []*os.File{in}
		must(cmd.Start())
		in.Close()
		_, err = io.ReadFull(out, make([]byte, 1)) // it runs
		must(err)
		fmt.Println(cmd.Process.Pid)
	}
}

// remain calls pulse for ever, in two threads while others sleep.
func remain([]string) {
	for range 2 {
		go func() {
			for range time.Tick(time.Millisecond) {
				pulse(0)
			}
		}()
	}
	pulse(0)
	_, err := os.NewFile(3, "").Write([]byte{1})
	must(err)
	daemon(nil)
}

func daemon([]string) {
	for {
		time.Sleep(time.Millisecond)
		first(0)
	}
}

// vforks starts N programs from each of four goroutines.
func vforks(args []string) {
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range number(args[0]) {
				pulse(0)
				must(play("first").Run())
			}
		})
	}
	all.Wait()
}

// spin runs until its stdin ends.
func spin([]string) {
	done := make(chan bool)
	go func() {
		io.Copy(io.Discard, os.Stdin)
		close(done)
	}()
	fmt.Println("begun")
	for turn(done) {
	}
}

//go:noinline
func turn(done chan bool) bool {
	select {
	case <-done:
		return false
	default:
		return true
	}
}

// rest sleeps and reads on locked threads, in system calls that a signal would end, and prints what came
// of them.
func rest([]string) {
	var all sync.WaitGroup
	all.Go(func() {
		runtime.LockOSThread()
		d := unix.NsecToTimespec(int64(300 * time.Millisecond))
		begin := time.Now()
		err := unix.Nanosleep(&d, nil)
		fmt.Println("slept", err, time.Since(begin) >= 300*time.Millisecond)
	})
	all.Go(func() {
		runtime.LockOSThread()
		var b [1]byte
		n, err := unix.Read(0, b[:])
		fmt.Println("read", n, err)
	})
	all.Wait()
}

// stopOneself stops its whole process N times, and goes on if somebody lets it.
func stopOneself(args []string) {
	for range number(args[0]) {
		must(syscall.Kill(os.Getpid(), syscall.SIGSTOP))
		pulse(0)
	}
	fmt.Println("went on")
}

// threads starts and ends N threads, four at a time.
func threads(args []string) {
	for range number(args[0]) / 4 {
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				runtime.LockOSThread() // and never unlocks: the thread ends
				pulse(0)
			})
		}
		all.Wait()
	}
}

//go:noinline
func beat(n int) {
	for i := range n {
		pulse(i)
	}
}

// bare and single are functions that a child may call in which the Go runtime does not work: they must not
// look whether they are to be preempted.
//
//go:noinline
//go:nosplit
//go:norace
func bare(n int) int { return single(n) + 1 }

//go:noinline
//go:nosplit
//go:norace
func single(n int) int { return n }

// forkRaw forks N times without an exec; parent and child call bare. It prints how the children ended.
//
//go:norace
func forkRaw(args []string) {
	runtime.LockOSThread()
	for range number(args[0]) {
		pid, _, errno := unix.RawSyscall(unix.SYS_FORK, 0, 0, 0)
		if errno != 0 {
			must(errno)
		}
		if pid == 0 {
			unix.RawSyscall(unix.SYS_EXIT_GROUP, uintptr(bare(0)), 0, 0)
		}
		bare(0)
		var status unix.WaitStatus
		_, err := unix.Wait4(int(pid), &status, 0, nil)
		must(err)
		fmt.Println(status.ExitStatus())
	}
}

// siblings calls first from eight threads at the same instant.
func siblings([]string) {
	var all, ready sync.WaitGroup
	ready.Add(8)
	for range 8 {
		all.Go(func() {
			runtime.LockOSThread()
			ready.Done()
			ready.Wait()
			first(0)
		})
	}
	all.Wait()
}

// sled runs N instructions that do nothing, after it has told where they are.
func sled(args []string) {
	nops := bytes.Repeat([]byte{0x90}, number(args[0]))
	machine(append(nops, 0xc3))() // ret
}

// frames makes and leaves stack frames as functions did up to go1.20, N times.
func frames(args []string) {
	call := machine([]byte{
		0x48, 0x83, 0xec, 0x18, // sub $24,%rsp
		0x48, 0x81, 0xec, 0, 2, 0, 0, // sub $512,%rsp
		0x48, 0x81, 0xc4, 0x18, 2, 0, 0, // add $536,%rsp
		0xc3, // ret
	})
	for range number(args[0]) {
		call()
	}
	fmt.Println("back")
}

// machine returns a function of machine code, after it has told where that is.
func machine(text []byte) func() {
	code, err := unix.Mmap(-1, 0, len(text), unix.PROT_READ|unix.PROT_WRITE|unix.PROT_EXEC,
		unix.MAP_PRIVATE|unix.MAP_ANONYMOUS)
	must(err)
	copy(code, text)
	entry := &code[0]
	tell(uintptr(unsafe.Pointer(entry)))
	value := &entry // a func value points to a word that points to the code
	return *(*func())(unsafe.Pointer(&value))
}

// startFile runs the program FILE.
func startFile(args []string) { must(exec.Command(args[0]).Run()) }

//go:noinline
func tell(at uintptr) { leaf(int(at)) }
