package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
)

// A lab is a folder to work in and the toolchain that is looked at.
type lab struct {
	dir     string // removed in the end
	planted string
	goroot  string
	self    string // this program
	built   string // folder with the planted programs bare (for linux/amd64) and gc
}

func newLab(built string) (*lab, error) {
	planted, err := filepath.Abs("planted")
	if err != nil {
		return nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	// The go command on PATH hands over to the toolchain of the arm (GOTOOLCHAIN); afterwards that
	// one is called directly.
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return nil, fmt.Errorf("go env GOROOT: %v", err)
	}
	goroot, err := filepath.EvalSymlinks(strings.TrimSpace(string(out)))
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "toolchain")
	if err != nil {
		return nil, err
	}
	return &lab{dir: dir, planted: planted, goroot: goroot, self: self, built: built}, nil
}

func (l *lab) close() { os.RemoveAll(l.dir) }

// room is a lab with a folder of its own within the folder of this one.
func (l *lab) room(name string) *lab {
	r := *l
	r.dir = filepath.Join(l.dir, name)
	return &r
}

// minor is 26 for a toolchain go1.26.8.
func (l *lab) minor() (int, error) {
	text, err := os.ReadFile(filepath.Join(l.goroot, "VERSION"))
	if err != nil {
		return 0, err
	}
	m := regexp.MustCompile(`go1\.(\d+)`).FindSubmatch(text)
	if m == nil {
		return 0, fmt.Errorf("no version in %q", text)
	}
	return strconv.Atoi(string(m[1]))
}

// path is the path of a file in the lab; its folder is made.
func (l *lab) path(name string) string {
	p := filepath.Join(l.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(p), 0o777); err != nil {
		panic(err)
	}
	return p
}

// plant is the path of a planted source.
func (l *lab) plant(name string) string { return filepath.Join(l.planted, filepath.FromSlash(name)) }

// A command is a call of the go command.
type command struct {
	dir  string // where it runs; empty for the folder of the planted sources
	env  []string
	args []string
}

// run runs the toolchain's go command and returns what it wrote, standard output and error in one.
// What the user set in the environment that would change the answer is reset.
func (l *lab) run(c command) (string, error) {
	name := "go"
	if runtime.GOOS == "windows" {
		name = "go.exe"
	}
	cmd := exec.Command(filepath.Join(l.goroot, "bin", name), c.args...)
	cmd.Dir = c.dir
	if cmd.Dir == "" {
		cmd.Dir = l.planted
	}
	cmd.Env = append(os.Environ(), "GOROOT="+l.goroot, "GOTOOLCHAIN=local", "GOENV=off", "GOWORK=off", "GOFLAGS=",
		"GOEXPERIMENT=", "GOOS=", "GOARCH=", "CGO_ENABLED=0", "CGO_CFLAGS=", "GODEBUG=",
		"GOPROXY=off", "GOSUMDB=off", "GOPRIVATE=", "GONOPROXY=", "GONOSUMDB=", "GOVCS=")
	cmd.Env = append(cmd.Env, c.env...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	if err != nil {
		err = fmt.Errorf("go %s: %v: %s", strings.Join(c.args, " "), err, out.Bytes())
	}
	return out.String(), err
}

// compile compiles a planted source for an architecture and returns the object file.
func (l *lab) compile(source string, env ...string) (string, error) {
	object := l.path("object/" + strings.Join(env, "-") + "/" + filepath.Base(source) + ".o")
	_, err := l.run(command{env: env, args: []string{"tool", "compile", "-p", "planted", "-o", object, l.plant(source)}})
	return object, err
}

// output runs a program and returns what it wrote, standard output and error in one.
func output(exe string, env ...string) (string, error) {
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), env...)
	out, err := cmd.CombinedOutput()
	return string(out), err
}
