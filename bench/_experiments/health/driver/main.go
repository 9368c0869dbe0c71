// Driver starts a health service, measures it from outside, stops it and prints the figures.
//
//	driver [-artifact path] [-warmup n] [-requests n] [-idle n] -- command...
//
// The port is appended to the command. The service is a child that dies with the driver.
package main

import (
	"errors"
	"flag"
	"fmt"
	"net"
	"os"
	"os/exec"
	"runtime"
	"time"
)

type options struct {
	artifact string
	warmup   int // requests before the measured ones
	requests int
	idle     int // connections held; 0: none
	command  []string
}

func main() {
	var o options
	flag.StringVar(&o.artifact, "artifact", "", "file or folder that is shipped")
	flag.IntVar(&o.warmup, "warmup", 2500, "requests before the measured ones")
	flag.IntVar(&o.requests, "requests", 500, "requests that are measured")
	flag.IntVar(&o.idle, "idle", 0, "idle connections held")
	flag.Parse()
	o.command = flag.Args()
	// A child is killed when the thread that started it ends, so that thread must stay.
	runtime.LockOSThread()
	if err := run(o); err != nil {
		fmt.Fprintln(os.Stderr, "driver:", err)
		os.Exit(1)
	}
}

func run(o options) error {
	if len(o.command) == 0 {
		return errors.New("no command to start")
	}
	if err := allowFiles(); err != nil {
		return err
	}
	address, err := freeAddress()
	if err != nil {
		return err
	}
	_, port, _ := net.SplitHostPort(address)
	cmd := exec.Command(o.command[0], append(o.command[1:], port)...)
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	cmd.SysProcAttr = dieWithParent()

	started := time.Now()
	if err := cmd.Start(); err != nil {
		return err
	}
	exited := make(chan error, 1)
	go func() { exited <- cmd.Wait() }()
	// Killed: what is timed here is the start; an orderly stop would differ by language.
	defer func() { cmd.Process.Kill(); <-exited }()

	first, err := firstAnswer(address, exited)
	if err != nil {
		return err
	}
	defer first.Close()
	fmt.Printf("BenchmarkHealth 1 %g /health/start:seconds", time.Since(started).Seconds())
	return measure(process(cmd.Process.Pid), first, address, o)
}

// measure prints the remaining figures of a service that has answered once, and what it answers.
func measure(p process, first *client, address string, o options) error {
	m := meter{p: p}
	m.print(p.cpu, "/health/start_cpu:seconds")
	m.print(p.peakRSS, "/health/rss_started:bytes")

	if _, err := load(address, o.warmup); err != nil {
		return err
	}
	before := m.read(p.cpu)
	answers, err := load(address, o.requests)
	if err != nil {
		return err
	}
	fmt.Printf(" %g /health/request_cpu:seconds", (m.read(p.cpu)-before)/float64(answers))
	m.print(p.peakRSS, "/health/rss:bytes")

	if o.idle > 0 {
		if err := m.printIdle(address, o.idle); err != nil {
			return err
		}
	}
	m.print(func() (float64, error) { return size(o.artifact) }, "/health/artifact:bytes")
	if v, err := p.runtimeSize(o.artifact); err != nil { // installed in a way not known here
		fmt.Fprintln(os.Stderr, "driver: the size of the runtime is left out:", err)
	} else {
		fmt.Printf(" %g /health/runtime:bytes", v)
	}
	fmt.Println()
	if m.err != nil {
		return m.err
	}
	return answer(first, answers)
}

// printIdle holds connections that have had an answer and get none until all are open.
func (m *meter) printIdle(address string, n int) error {
	before := m.read(m.p.rss)
	idle, err := hold(address, n)
	defer closeAll(idle)
	if err != nil {
		return err
	}
	fmt.Printf(" %g /health/connection:bytes", (m.read(m.p.rss)-before)/float64(n))
	m.print(m.p.threads, "/health/threads:count")
	for _, c := range idle {
		if err := c.healthy(); err != nil {
			return fmt.Errorf("a connection that was idle: %w", err)
		}
	}
	return nil
}

// A meter reads figures of a process and keeps the first error.
type meter struct {
	p   process
	err error
}

func (m *meter) read(f func() (float64, error)) float64 {
	v, err := f()
	m.err = errors.Join(m.err, err)
	return v
}

func (m *meter) print(f func() (float64, error), name string) {
	fmt.Printf(" %g %s", m.read(f), name)
}

// answer prints what has to be equal in all languages.
func answer(first *client, answers int) error {
	for _, path := range []string{"/health", "/elsewhere"} {
		a, err := first.get(path)
		if err != nil {
			return err
		}
		fmt.Println("GET", path, a)
	}
	fmt.Println(answers, "requests answered")
	return nil
}
