package experiment

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"context"

	"golang.org/x/sys/unix"
)

const (
	futex     = unix.SYS_FUTEX
	nanosleep = unix.SYS_NANOSLEEP
	read      = unix.SYS_READ
)

func syscallLine(number, a, b, c, d int) string {
	return fmt.Sprintf("%d %#x %#x %#x %#x 0x0 0x0 0x7ffd 0x55\n", number, a, b, c, d)
}

func call(number, op, value, limit int) string { return syscallLine(number, 0xc0de, op, value, limit) }

// helperKey selects, in the environment of this test binary, the program that it plays.
const helperKey = "EXPERIMENT_HELPER"

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
		"die":      func([]string) { syscall.Kill(os.Getpid(), syscall.SIGKILL); forever() },
		"say":      say,
		"sleep":    func([]string) { forever() },
		"listen":   listen,
		"late":     late,
		"web":      web,
		"touch":    func(args []string) { must(os.WriteFile(args[0], nil, 0o600)); forever() },
		"stubborn": func(args []string) { signal.Ignore(syscall.SIGTERM); listen(args) },
		"daemon":   daemon,
		"wiped":    wiped,
		"flood":    flood,
		"become":   become,
		"oversee":  oversee,
		"flee":     flee,
		"orphan":   orphan,
		"hang":     func([]string) { select {} },
		"session":  session,
		"burn":     burn,
		"tracer":   tracer,
		"held":     held,
		"tracing":  tracing,
		"seize":    seize,
		"work":     work,
	}
}

// forever blocks without being a deadlock to the runtime.
func forever() { time.Sleep(time.Hour) }

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(9)
	}
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	must(err)
	return n
}

// say prints OUT on stdout and ERR on stderr, then ends if there is a third argument.
func say(args []string) {
	fmt.Println("starting")
	fmt.Fprintln(os.Stderr, args[1])
	fmt.Print(args[0])
	if len(args) == 2 {
		fmt.Println()
		forever()
	}
}

// listen listens on each NETWORK ADDRESS in turn and serves nothing but accepts.
func listen(args []string) {
	for ; len(args) >= 2; args = args[2:] {
		l, err := net.Listen(args[0], args[1])
		must(err)
		if len(args) > 2 {
			time.Sleep(20 * time.Millisecond) // several looks of the observer
		}
		go accept(l)
	}
	forever()
}

func accept(l net.Listener) {
	for {
		conn, err := l.Accept()
		must(err)
		conn.Close()
	}
}

// late listens on ADDRESS but accepts later; the instants before both go into FILE.
func late(args []string) {
	before := Monotonic()
	l, err := net.Listen("tcp", args[0])
	must(err)
	time.Sleep(50 * time.Millisecond)
	must(os.WriteFile(args[1], fmt.Appendf(nil, "%d %d", before, Monotonic()), 0o600))
	accept(l)
}

// web answers on ADDRESS with 503 three times, then redirects; the instant before the first
// redirect goes into FILE.
func web(args []string) {
	asked := 0
	must(http.ListenAndServe(args[0], http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked++
		if asked <= 3 {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		must(os.WriteFile(args[1], fmt.Append(nil, Monotonic()), 0o600))
		w.Header().Set("Location", "http://127.0.0.1:1/")
		w.WriteHeader(http.StatusFound)
	})))
}

// daemon starts a grandchild in a session of its own, puts its pid into FILE and plays the rest.
func daemon(args []string) { detach(args, nil) }

// wiped is daemon with an empty environment for the grandchild.
func wiped(args []string) { detach(args, []string{helperKey + "=sleep"}) }

func detach(args, env []string) {
	cmd := exec.Command(os.Args[0])
	cmd.Env = env
	if env == nil {
		cmd.Env = append(os.Environ(), helperKey+"=sleep")
	}
	cmd.Stdout = os.Stdout // keeps the pipe open
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	must(cmd.Start())
	must(os.WriteFile(args[0], fmt.Append(nil, cmd.Process.Pid), 0o600))
	if len(args) > 1 {
		helpers()[args[1]](args[2:])
	}
}

// become replaces itself by a listener, in the same process.
func become(args []string) {
	must(os.Setenv(helperKey, "listen"))
	must(syscall.Exec(os.Args[0], append([]string{"x"}, args...), os.Environ()))
}

// oversee runs a listener as a child and waits for it.
func oversee(args []string) {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), helperKey+"=listen")
	must(cmd.Run())
}

// flee leaves a late listener behind in a session of its own.
func flee(args []string) {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), helperKey+"=orphan")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	must(cmd.Start())
}

// orphan listens once the process that fled is gone.
func orphan(args []string) {
	for carries(os.Getppid(), helperKey+"=flee") {
		time.Sleep(time.Millisecond)
	}
	listen(args)
}

// flood writes 32 MiB to stdout, then a line to stderr.
func flood([]string) {
	line := strings.Repeat("x", 99) + "\n"
	for range 32 << 20 / len(line) {
		_, err := io.WriteString(os.Stdout, line)
		must(err)
	}
	fmt.Fprintln(os.Stderr, "flooded")
}

// session holds a Session that runs "daemon FILE listen …".
func session(args []string) {
	s, err := NewSession()
	must(err)
	c := Command{
		Path: os.Args[0], Args: append([]string{args[0]}, args[1:]...),
		Env: append(os.Environ(), helperKey+"=daemon"), Linger: time.Hour,
		OnReady: func() { fmt.Println("ready") },
	}
	_, err = s.Run(context.Background(), c, Ready{Kind: Listen})
	must(err)
}

// burn uses a tenth of a second of CPU in a thread that ends, then listens.
func burn(args []string) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		lockAndBurn()
	}()
	<-done
	listen(args)
}

// tracer writes the pid of the tracer of this process into FILE, "0" for none.
func tracer(args []string) {
	status, err := os.ReadFile("/proc/self/status")
	must(err)
	_, rest, _ := strings.Cut(string(status), "\nTracerPid:\t")
	pid, _, _ := strings.Cut(rest, "\n")
	must(os.WriteFile(args[0], []byte(pid), 0o600))
}

// held holds a Session whose program stands still at its exec for ever; its pid goes into FILE.
func held(args []string) {
	s, err := NewSession()
	must(err)
	c := Command{Path: os.Args[0], Env: append(os.Environ(), helperKey+"=nothing")}
	c.Stopped = func(pid int) error {
		must(os.WriteFile(args[0], fmt.Append(nil, pid), 0o600))
		fmt.Println("ready")
		select {}
	}
	_, err = s.Run(context.Background(), c, Ready{Kind: Exit})
	must(err)
}

// seize traces process PID, stops it and lets it go.
func seize(args []string) {
	runtime.LockOSThread()
	pid := number(args[0])
	must(unix.PtraceSeize(pid))
	must(unix.PtraceInterrupt(pid))
	_, err := unix.Wait4(pid, nil, unix.WALL, nil)
	must(err)
	must(unix.PtraceDetach(pid))
}

// work sleeps for a moment, puts the instant at which it is done into FILE and idles.
func work(args []string) {
	time.Sleep(100 * time.Millisecond)
	must(os.WriteFile(args[0], fmt.Append(nil, Monotonic()), 0o600))
	forever()
}
