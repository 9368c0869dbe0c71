// Builder compiles the programs with the Go that runs it, and writes down which of them the compiler refuses.
//
//	builder DIR ONLY
//
// ONLY is a list of programs, with commas between them, or all.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// built is what the compiler said, as the driver reads it.
type built struct {
	Go     string
	Errors map[string]string // by program; of the others there were none
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: builder DIR ONLY")
		os.Exit(2)
	}
	if err := build(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "builder:", err)
		os.Exit(1)
	}
}

func build(dir, only string) error {
	bin, module := filepath.Join(dir, "bin"), filepath.Join(dir, "module")
	for _, folder := range []string{bin, module} {
		if err := os.MkdirAll(folder, 0o755); err != nil {
			return err
		}
	}
	version, err := exec.Command("go", "env", "GOVERSION").Output()
	if err != nil {
		return fmt.Errorf("asking go which it is: %v", err)
	}
	b := built{Go: strings.TrimSpace(string(version)), Errors: map[string]string{}}
	if err := writeModfile(module, b.Go); err != nil {
		return err
	}
	// All in one go, each for itself: one that is refused doesn't keep the others.
	args := []string{"build", "-modfile=" + filepath.Join(module, "go.mod"), "-gcflags=-e", "-ldflags=-w",
		"-o", bin + string(filepath.Separator)}
	if packages := programs(only); len(packages) > 0 {
		if b.Errors, err = compile(append(args, packages...)); err != nil {
			return err
		}
	}
	if only == "all" {
		// Since Go 1.25 pprof is compiled when it is first asked for: that is now. It ends with its usage.
		exec.Command("go", "tool", "pprof", "-h").Run()
	}
	text, err := json.MarshalIndent(b, "", "\t")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "built.json"), text, 0o644)
}

// programs are the packages of the snippets that are programs.
func programs(only string) []string {
	if only == "all" {
		return []string{"./programs/..."}
	}
	var all []string
	for _, name := range strings.Split(only, ",") {
		if _, err := os.Stat(filepath.Join("programs", name)); err == nil {
			all = append(all, "./programs/"+name)
		}
	}
	return all
}

// writeModfile writes a go.mod whose language is that of the Go, so that each snippet means what it means in a module
// of that time.
func writeModfile(dir, version string) error {
	language := regexp.MustCompile(`^go(1\.\d+)`).FindStringSubmatch(version)
	if language == nil {
		return fmt.Errorf("no version of Go: %s", version)
	}
	mod, err := os.ReadFile("go.mod")
	if err != nil {
		return err
	}
	mod = regexp.MustCompile(`(?m)^go .*$`).ReplaceAll(mod, []byte("go "+language[1]))
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), mod, 0o644); err != nil {
		return err
	}
	sum, err := os.ReadFile("go.sum")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "go.sum"), sum, 0o644)
}

// compile runs go build, and returns its complaints by program.
func compile(args []string) (map[string]string, error) {
	cmd := exec.Command("go", args...)
	cmd.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off", "GOEXPERIMENT=", "CGO_ENABLED=0", "LC_ALL=C")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	failed := cmd.Run()
	all := map[string]string{}
	name := ""
	for _, line := range strings.SplitAfter(stderr.String(), "\n") {
		if path, ok := strings.CutPrefix(line, "# example.org/snippets/programs/"); ok {
			name = strings.TrimSpace(path)
		} else if name != "" {
			all[name] += line
		}
	}
	if failed != nil && len(all) == 0 {
		return nil, fmt.Errorf("the go command can't build the programs: %v\n%s", failed, stderr.String())
	}
	return all, nil
}
