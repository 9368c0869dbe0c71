package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// A container is what a recipe asks Docker or Kubernetes for. It is played by what these use themselves: namespaces
// of its own for mounts and processes, another root folder, a limit of capabilities and a seccomp filter.
type container struct {
	Root       string // folder
	User       int    // and group
	Limit      []string
	NoNewPrivs bool
	ReadOnly   bool
	Allow      []string // system calls that a profile allows besides the default one
	Temp       []string // folders in memory
	Mounts     []mounted
	Args       []string
}

type mounted struct {
	Source, Target string
	ReadOnly       bool
}

// bits are the capabilities that recipes add.
var bits = map[string]uintptr{"BPF": unix.CAP_BPF, "PERFMON": unix.CAP_PERFMON}

// refused are the system calls that the filter of Docker and containerd refuses for want of a capability, as in
// https://github.com/moby/profiles/blob/main/seccomp/default.json. It refuses more, which Cupel does not use;
// what Cupel uses besides it allows, ptrace from Linux 4.8 on.
func (c *container) refused() []uint32 {
	var calls []uint32
	if !slices.Contains(c.Limit, "BPF") && !slices.Contains(c.Allow, "bpf") {
		calls = append(calls, unix.SYS_BPF)
	}
	if !slices.Contains(c.Limit, "PERFMON") && !slices.Contains(c.Allow, "perf_event_open") {
		calls = append(calls, unix.SYS_PERF_EVENT_OPEN)
	}
	return calls
}

// run returns what a program in the container prints to stdout and stderr, and its exit code.
func (c *container) run(t *testing.T) (stdout, stderr string, code int) {
	t.Helper()
	config, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "/proc/self/exe")
	cmd.Args = []string{"in-container"}
	cmd.Env = []string{"CONTAINER=" + string(config)}
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: unix.CLONE_NEWPID | unix.CLONE_NEWIPC, Unshareflags: unix.CLONE_NEWNS}
	var out, diag strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &diag
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		t.Fatalf("starting a container: %v", err)
	}
	return out.String(), diag.String(), cmd.ProcessState.ExitCode()
}

// unstarted is the exit code of a container whose program was not executed.
const unstarted = 98

// inContainer becomes the program of the container. It is the first process of the namespaces.
func inContainer() {
	runtime.LockOSThread() // privileges are a thread's
	var c container
	err := json.Unmarshal([]byte(os.Getenv("CONTAINER")), &c)
	for _, step := range []func() error{c.mount, c.restrict, c.become} {
		if err == nil {
			err = step()
		}
	}
	if err == nil {
		err = syscall.Exec(c.Args[0], c.Args, []string{"PATH=/usr/bin:/bin", "HOME=/"})
	}
	fmt.Fprintf(os.Stderr, "exec %s: %v\n", c.Args, err)
	os.Exit(unstarted)
}

// mount makes the file system and goes there.
func (c *container) mount() error {
	at := func(path string) string { return filepath.Join(c.Root, path) }
	const bind, readOnly = unix.MS_BIND, unix.MS_BIND | unix.MS_REMOUNT | unix.MS_RDONLY
	errs := []error{
		unix.Mount(c.Root, c.Root, "", bind, ""),
		unix.Mount("proc", at("proc"), "proc", 0, ""),
		unix.Mount("/dev/null", at("dev/null"), "", bind, ""),
	}
	for _, m := range c.Mounts {
		errs = append(errs, unix.Mount(m.Source, at(m.Target), "", bind, ""))
		if m.ReadOnly {
			errs = append(errs, unix.Mount("", at(m.Target), "", readOnly, ""))
		}
	}
	for _, dir := range c.Temp {
		errs = append(errs, unix.Mount("tmpfs", at(dir), "tmpfs", unix.MS_NOEXEC|unix.MS_NOSUID|unix.MS_NODEV, "mode=1777"))
	}
	if c.ReadOnly {
		errs = append(errs, unix.Mount("", c.Root, "", readOnly, ""))
	}
	return errors.Join(append(errs, unix.Chroot(c.Root), unix.Chdir("/"))...)
}

// restrict limits the capabilities and sets the filter.
func (c *container) restrict() error {
	limit := map[uintptr]bool{}
	for _, name := range c.Limit {
		bit, known := bits[name]
		if !known {
			return fmt.Errorf("unknown capability %q", name)
		}
		limit[bit] = true
	}
	for bit := range uintptr(unix.CAP_LAST_CAP + 1) {
		if !limit[bit] {
			unix.Prctl(unix.PR_CAPBSET_DROP, bit, 0, 0, 0) // of which the kernel knows none that is refused to root
		}
	}
	if err := refuse(c.refused()...); err != nil {
		return err
	}
	if !c.NoNewPrivs {
		return nil
	}
	return unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
}

// become changes the user. Root gets all capabilities within the limit by its next exec, others none.
func (c *container) become() error {
	return errors.Join(unix.Setgroups(nil), unix.Setresgid(c.User, c.User, c.User), unix.Setresuid(c.User, c.User, c.User))
}

// image makes a root folder that has nothing but the target and maybe cupel, and the mount points.
func (c *container) image(t *testing.T, target, cupel string) {
	t.Helper()
	c.Root = t.TempDir()
	dirs := append([]string{"proc", "dev"}, c.Temp...)
	files := []string{"dev/null"}
	for _, m := range c.Mounts {
		info, err := os.Stat(m.Source)
		if err != nil {
			t.Fatal(err)
		}
		if info.IsDir() {
			dirs = append(dirs, m.Target)
		} else {
			files = append(files, m.Target)
		}
	}
	for _, dir := range dirs {
		if err := os.MkdirAll(filepath.Join(c.Root, dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, file := range files {
		write(t, filepath.Join(c.Root, file), "")
	}
	copyFile(t, target, filepath.Join(c.Root, "app"))
	if cupel != "" {
		copyFile(t, cupel, filepath.Join(c.Root, "cupel"))
	}
	if err := os.Chmod(filepath.Dir(c.Root), 0o755); err != nil { // other users come by here
		t.Fatal(err)
	}
}

// copyFile makes a new file even where there is one: that may be running.
func copyFile(t *testing.T, from, to string) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err == nil {
		err = os.RemoveAll(to)
	}
	if err == nil {
		err = os.WriteFile(to, data, 0o755)
	}
	if err != nil {
		t.Fatal(err)
	}
}
