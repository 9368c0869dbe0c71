package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"syscall"
)

// driver starts the processes of one training, does the harm, and stops what is left.
type driver struct {
	plan
	fault   string
	burners int // for each CPU

	proxy    *proxy
	members  []*exec.Cmd // the member i+1
	children []*exec.Cmd // these, and the burners
}

func (d *driver) run(ctx context.Context) (*result, error) {
	// Children die with the thread that started them (see child_linux.go): this one.
	runtime.LockOSThread()
	strike, err := d.striker()
	if err != nil {
		return nil, err
	}
	if d.proxy, err = newProxy(); err != nil {
		return nil, err
	}
	defer d.proxy.close()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	defer listener.Close()
	c := &coordinator{plan: d.plan, strike: strike, events: make(chan event, 1024)}
	go func() {
		for {
			control, err := listener.Accept()
			if err != nil {
				return
			}
			go c.serve(control)
		}
	}()
	defer d.stop()
	if err := d.startAll(ctx, portOf(listener)); err != nil {
		return nil, err
	}
	if err := c.train(ctx); err != nil {
		return nil, err
	}
	return c.end(d)
}

// striker returns what does the harm of the fault; nil for none.
func (d *driver) striker() (func(id int32), error) {
	signal := func(s syscall.Signal) func(int32) {
		return func(id int32) { d.members[id-1].Process.Signal(s) }
	}
	switch d.fault {
	case "none":
		return nil, nil
	case "kill":
		return signal(syscall.SIGKILL), nil
	case "stop":
		return signal(syscall.SIGSTOP), nil
	case "partition":
		return func(id int32) { d.proxy.cut.Store(id) }, nil
	}
	return nil, fmt.Errorf("unknown fault %q", d.fault)
}

func (d *driver) startAll(ctx context.Context, coordinator uint16) error {
	for range d.burners * runtime.NumCPU() {
		if _, err := d.child(ctx, "burn"); err != nil {
			return err
		}
	}
	for id := range d.start {
		m, err := d.child(ctx, "member", strconv.Itoa(id+1), port(portOf(d.proxy.listener)),
			port(coordinator), d.interval.String())
		if err != nil {
			return err
		}
		d.members = append(d.members, m)
	}
	return nil
}

// child starts a process that cannot outlive this one: it is killed when ctx ends, and by the
// kernel or by the end of its stdin when this process is gone.
func (d *driver) child(ctx context.Context, args ...string) (*exec.Cmd, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, self, args...)
	cmd.Stderr = os.Stderr
	cmd.SysProcAttr = dieWithParent()
	if _, err := cmd.StdinPipe(); err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	d.children = append(d.children, cmd)
	return cmd, nil
}

// wait lets a member end by itself, which it must do without an error.
func (d *driver) wait(id int32) error {
	m := d.members[id-1]
	d.children = slices.DeleteFunc(d.children, func(c *exec.Cmd) bool { return c == m })
	if err := m.Wait(); err != nil {
		return fmt.Errorf("member %d: %v", id, err)
	}
	return nil
}

// stop kills what is left: burners, members that were evicted, all after an error.
func (d *driver) stop() {
	for _, c := range d.children {
		c.Process.Kill()
	}
	for _, c := range d.children {
		c.Wait()
	}
}

func port(p uint16) string { return strconv.Itoa(int(p)) }
