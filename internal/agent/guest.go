package agent

import (
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"strings"
)

// GuestPackages are the packages of the standard library through which a program asks for the
// execution tracer and the CPU profiler, of which the runtime has one each and the agent holds both.
func GuestPackages() []string { return []string{"runtime/trace", "runtime/pprof"} }

// guestCalls are the functions that the agent provides in their place.
func guestCalls() *strings.Replacer {
	return strings.NewReplacer(
		"runtime.StartTrace(", "cupelrt.StartTrace(",
		"runtime.ReadTrace(", "cupelrt.ReadTrace(",
		"runtime.StopTrace(", "cupelrt.StopTrace(",
		"runtime.SetCPUProfileRate(", "cupelrt.SetCPUProfileRate(",
		"\truntime_traceAdvance(", "\tcupelrt.AdvanceTrace(",
	)
}

// HookGuest returns the Go source src of one of [GuestPackages] with the agent called where the
// runtime was; no line moves. The result is false, and src as it was, when nothing is called there.
func HookGuest(src []byte) ([]byte, bool, error) {
	text := string(src)
	hooked := guestCalls().Replace(text)
	if hooked == text {
		return src, false, nil
	}
	f, err := parser.ParseFile(token.NewFileSet(), "", hooked, parser.ImportsOnly)
	if err != nil {
		return nil, false, fmt.Errorf("hooking the tracer: %w", err)
	}
	at := int(f.Name.End()) - 1
	if !strings.HasPrefix(hooked[at:], "\n") {
		return nil, false, errors.New("hooking the tracer: text after the package clause")
	}
	hooked = hooked[:at] + `; import cupelrt "1cupelrt"` + hooked[at:]
	for _, i := range f.Imports {
		if i.Path.Value == `"runtime"` {
			hooked += "\nconst _ = runtime.GOOS\n" // nothing else may be left that uses it
		}
	}
	return []byte(hooked), true, nil
}
