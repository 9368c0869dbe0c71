package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// environment: what the go command says when nothing is set.
func environment(l *lab) ([]fact, error) {
	gopath := l.path("gopath/.")
	out, err := l.run(command{env: []string{"GOPATH=" + gopath, "GOMODCACHE="}, args: []string{"env", "GOMODCACHE"}})
	if err != nil {
		return nil, err
	}
	flags, err := l.run(command{args: []string{"env", "CGO_CFLAGS"}})
	if err != nil {
		return nil, err
	}
	if strings.TrimSpace(flags) == "" {
		return nil, fmt.Errorf("CGO_CFLAGS is empty")
	}
	return []fact{
		{"modules:count", "fact=cache_in_gopath", truth(strings.TrimSpace(out) == filepath.Join(gopath, "pkg", "mod"))},
		{"tools:count", "fact=cgo_interposition_flag", truth(strings.Contains(flags, "semantic-interposition"))},
	}, nil
}

// generate: where a generator runs, and whether a shell reads its line.
func generate(l *lab) ([]fact, error) {
	model, err := os.ReadFile(l.plant("generate/model.txt"))
	if err != nil {
		return nil, err
	}
	source := fmt.Sprintf("package generate\n\n//go:generate %q generator model.txt * | sort\n", l.self)
	for name, text := range map[string]string{
		"generate/go.mod": "module generate\n", "generate/deep/gen.go": source, "generate/deep/model.txt": string(model),
	} {
		if err := os.WriteFile(l.path(name), []byte(text), 0o666); err != nil {
			return nil, err
		}
	}
	// The go command stands in the module's folder, the model lies in the package's.
	if _, err := l.run(command{dir: l.path("generate/."), args: []string{"generate", "./..."}}); err != nil {
		return nil, err
	}
	text, err := os.ReadFile(l.path("generate/deep/generated.json"))
	if err != nil {
		return nil, err
	}
	var got generated
	if err := json.Unmarshal(text, &got); err != nil {
		return nil, err
	}
	plain := strings.Join(got.Args, " ") == "model.txt * | sort"
	return []fact{
		{"tools:count", "fact=generate_finds_relative_path", truth(got.Model == string(model))},
		{"tools:count", "fact=generate_uses_shell", truth(!plain)},
	}, nil
}

// generated is what the generator was given: its arguments, and the text of the file that the first names.
type generated struct {
	Args  []string
	Model string
}

func generator(args []string) error {
	got := generated{Args: args}
	if len(args) > 0 {
		text, err := os.ReadFile(args[0])
		if err == nil {
			got.Model = string(text)
		}
	}
	text, err := json.Marshal(got)
	if err != nil {
		return err
	}
	return os.WriteFile("generated.json", text, 0o666)
}

// hooks: places at which go build lets others take part.
func hooks(l *lab) ([]fact, error) {
	// A cache of its own, so that the compiler has to run.
	build := func(cache string, args ...string) (string, error) {
		return l.run(command{env: []string{"GOCACHE=" + l.path(cache+"/.")}, args: append(append([]string{"build"}, args...), "./hook")})
	}
	const wrong = "cannot use" // says the compiler of the string that is no int
	out, err := build("gocache-plain")
	if broken, err := refused(out, err, wrong); err != nil {
		return nil, err
	} else if !broken {
		return nil, fmt.Errorf("the broken package builds")
	}
	overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{l.plant("hook/hook.go"): l.plant("hook/whole.go.txt")}})
	if err != nil {
		return nil, err
	}
	file, log := l.path("overlay.json"), l.path("tools.txt")
	if err := os.WriteFile(file, overlay, 0o666); err != nil {
		return nil, err
	}
	out, err = build("gocache-overlay", "-overlay="+file)
	ignored, err := refused(out, err, wrong)
	if err != nil {
		return nil, err
	}
	wrapper := fmt.Sprintf("%q toolexec %q", l.self, log)
	if _, err := build("gocache-toolexec", "-overlay="+file, "-toolexec="+wrapper); err != nil {
		return nil, err
	}
	tools, err := os.ReadFile(log)
	if err != nil && !os.IsNotExist(err) {
		return nil, err
	}
	return []fact{
		{"tools:count", "fact=build_overlay_replaces", truth(!ignored)},
		{"tools:count", "fact=build_toolexec_sees_compiler", truth(strings.Contains(string(tools), "compile\n"))},
	}, nil
}

// toolexec writes down which tool it is to run, and runs it.
func toolexec(args []string) error {
	if len(args) < 2 {
		return fmt.Errorf("usage: toolexec LOG TOOL ARG...")
	}
	log, err := os.OpenFile(args[0], os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o666)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(log, strings.TrimSuffix(filepath.Base(args[1]), ".exe"))
	if closing := log.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return err
	}
	cmd := exec.Command(args[1], args[2:]...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	return cmd.Run()
}

// testFlags: whether one trace can be taken of the tests of two packages.
func testFlags(l *lab) ([]fact, error) {
	out, err := l.run(command{args: []string{"test", "-trace=" + l.path("trace.out"), "./loop", "./registers"}})
	no, err := refused(out, err, "multiple packages")
	if err != nil {
		return nil, err
	}
	return []fact{{"tools:count", "fact=test_trace_takes_two_packages", truth(!no)}}, nil
}
