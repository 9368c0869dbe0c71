// Package agent holds the code that is put into a program under diagnosis and reads what it leaves.
//
// It answers: when did each init function of this process start and end, and what did the runtime
// count at start, at the end of init and at ready? Or, in a run of its own: what did the process
// allocate until ready, and where? The code itself lies in _src, embedded as text.
// It is added to a private GOROOT as two packages and imported by one extra file of the main
// package, so that neither the user's files nor the installed toolchain change:
//
//	0cupel    imports nothing, so the linker's order of init tasks puts it first
//	1cupelrt  does the work: trace, init times, metrics, stop on request, marks
//
// The agent wakes up only when it inherits the descriptors named below and finds [Magic],
// [MagicTrace] or [MagicAllocs] in the control channel. In every other case the program behaves as if it were not there.
//
// The runtime has one execution tracer and one CPU profiler, and the agent holds both. Where the
// program asks for them itself, [HookGuest] makes runtime/trace and runtime/pprof turn to the agent:
// the program's trace gets whole generations of the one that is taken anyway, and the agent's
// profiler steps aside for the program's.
//
// # Limitations
//
// A program that calls runtime.StartTrace or runtime.SetCPUProfileRate directly, which package runtime
// advises against, is refused while the agent is at work. A program's own trace ends when the agent's
// does: with the stop.
//
// Linux on 64-bit machines, go1.22 to go1.27. Init functions of the runtime itself run before the
// agent, those of plugins after it: neither is timed. The agent sees the return from main, os.Exit
// and a panic of the main goroutine. After a panic of another goroutine, a fatal error or SIGKILL
// the marks end after the init functions at best ([Marks.Complete] is false) and the trace after
// its last whole generation. A main that calls runtime.Goexit counts as the end of the program.
// Of the stacks of allocations the runtime keeps the innermost 32 frames. What is allocated between
// ready and the moment at which the agent stops counts too, usually less than 1 ms.
package agent

import (
	"embed"
	"errors"
	"fmt"
	"go/version"
	"io/fs"
	"os"
	"path"
	"path/filepath"
)

// Descriptors that an active agent inherits. They are high so that they do not disturb programs
// that take over listeners from descriptor 3 on.
const (
	ControlFD = 97 // one end of a unix stream socketpair
	TraceFD   = 98 // execution trace, opened for writing
	MarksFD   = 99 // marks, opened for writing
	AllocsFD  = 98 // allocations, opened for writing, when they are wanted instead of trace and marks
)

// Magic is what the parent writes to the control channel before it starts the program. A byte
// after it, or the end of file, asks the agent to stop; it answers with [Ack] once everything is
// written.
const Magic = "cupel/1\n"

// MagicTrace is what the parent writes in place of [Magic] when it samples the CPU itself: the agent
// leaves the runtime's profiler alone.
const MagicTrace = "cupel/t\n"

// MagicAllocs is what the parent writes in place of [Magic] when the agent shall sample allocations
// and do nothing else. Init functions are then run by the runtime itself.
const MagicAllocs = "cupel/a\n"

// Ack is the byte that the agent sends when everything is written.
const Ack = 'd'

// Oldest and Newest are the first and last Go language versions whose runtime the agent was
// tried with.
const (
	Oldest = "go1.22"
	Newest = "go1.27"
)

//go:embed _src
var source embed.FS

// Supports returns nil when the agent works in programs built by goVersion ("go1.26.1") for this
// system, and an error that wraps [errors.ErrUnsupported] otherwise.
func Supports(goos, goarch, goVersion string) error {
	switch goarch {
	case "amd64", "arm64", "loong64", "riscv64":
	default:
		return fmt.Errorf("agent on %s: %w", goarch, errors.ErrUnsupported)
	}
	if goos != "linux" {
		return fmt.Errorf("agent on %s: %w", goos, errors.ErrUnsupported)
	}
	return supportsVersion(goVersion)
}

// Install writes the agent's packages into src, the source folder of a private GOROOT for the
// toolchain goVersion.
func Install(src, goVersion string) error {
	if err := supportsVersion(goVersion); err != nil {
		return err
	}
	return fs.WalkDir(source, "_src", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		return install(src, name)
	})
}

// MainFile returns the file that makes the main package import the agent and declares what
// [HookMain] calls.
func MainFile(pkgName string) []byte {
	return []byte("package " + pkgName + `

import (
	_ "0cupel"
	cupelrt "1cupelrt"
)

func ` + hook + `() { cupelrt.LeaveMain() }
`)
}

func supportsVersion(goVersion string) error {
	lang := version.Lang(goVersion)
	if lang == "" || version.Compare(lang, Oldest) < 0 || version.Compare(lang, Newest) > 0 {
		return fmt.Errorf("agent in programs built by %q (tried: %s to %s): %w",
			goVersion, Oldest, Newest, errors.ErrUnsupported)
	}
	return nil
}

func install(src, name string) error {
	data, err := source.ReadFile(name)
	if err != nil {
		return err
	}
	file := filepath.Join(src, path.Base(path.Dir(name)), path.Base(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, data, 0o644)
}
