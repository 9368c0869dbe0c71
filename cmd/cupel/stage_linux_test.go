package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// nobody is the user who follows the recipes.
const nobody = 65534

// A stage is a folder in which a user follows a recipe. Commands that take root, a daemon or the network are
// stand-ins there, which ask this process: it plays them.
type stage struct {
	t        *testing.T
	recipe   *recipe
	executes bool // else commands are played without doing anything
	dir, bin string
	at       string   // where commands are executed: dir, or a folder in it
	env      []string // of the commands, besides what they need to find their way
	socket   string
	cupel    string            // built from here
	target   string            // the program to be measured
	user     int               // who made the last record
	doctor   func() string     // what the doctor says, as JSON, where that was
	logs     string            // what the pod printed
	records  string            // folder of the pod's records
	images   map[string]string // by name: its cupel, "" if there is none
	goTool   string            // the go command itself, "" where nobody builds
	asked    chan asked        // what stand-ins ask while commands are executed
}

// target is a program that says which privileges it has.
const target = `package main

import (
	"fmt"
	"os"
	"strings"
)

func main() {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		panic(err)
	}
	for line := range strings.Lines(string(status)) {
		if strings.HasPrefix(line, "CapEff:") || strings.HasPrefix(line, "CapPrm:") || strings.HasPrefix(line, "CapInh:") {
			fmt.Print(line)
		}
	}
	fmt.Println("GOTRACEBACK:", os.Getenv("GOTRACEBACK"))
}
`

// standIns are the commands that are played. Where nothing is executed, cupel and jq are, too.
var standIns = []string{"sudo", "go", "docker", "kubectl", "curl"}

func newStage(t *testing.T, r *recipe, executes bool) *stage {
	t.Helper()
	root, err := os.MkdirTemp("", "cupel-recipe-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(root) })
	s := &stage{t: t, recipe: r, executes: executes, dir: filepath.Join(root, "work"), bin: filepath.Join(root, "bin"),
		socket: filepath.Join(root, "socket"), cupel: filepath.Join(root, "cupel"), target: filepath.Join(root, "api"),
		user: nobody, images: map[string]string{"api": ""}, asked: make(chan asked)}
	err = errors.Join(os.Chmod(root, 0o755), os.MkdirAll(filepath.Join(s.dir, "bin"), 0o755), os.Mkdir(s.bin, 0o755))
	if err != nil {
		t.Fatal(err)
	}
	s.at = s.dir
	s.doctor = func() string { return s.sh("cupel doctor --json") }
	names := standIns
	if executes {
		s.build(root)
	} else {
		names = append(names, "cupel", "jq")
	}
	copyFile(t, os.Args[0], filepath.Join(s.bin, "stand-in"))
	for _, name := range names {
		script := fmt.Sprintf("#!/bin/sh\nexec %s %s \"$@\"\n", filepath.Join(s.bin, "stand-in"), name)
		if err := os.WriteFile(filepath.Join(s.bin, name), []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	s.give()
	s.serve()
	return s
}

// build makes cupel and the target as static files, and lays them where recipes have them.
func (s *stage) build(root string) {
	s.t.Helper()
	source := filepath.Join(root, "source")
	if err := os.Mkdir(source, 0o755); err != nil {
		s.t.Fatal(err)
	}
	write(s.t, filepath.Join(source, "go.mod"), "module example.com/api\n\ngo 1.24\n")
	write(s.t, filepath.Join(source, "main.go"), target)
	for out, dir := range map[string]string{s.cupel: ".", s.target: source} {
		cmd := exec.CommandContext(s.t.Context(), "go", "build", "-o", out, ".")
		cmd.Dir, cmd.Env = dir, append(os.Environ(), "CGO_ENABLED=0")
		if text, err := cmd.CombinedOutput(); err != nil {
			s.t.Fatalf("building %s: %v\n%s", out, err, text)
		}
	}
	copyFile(s.t, s.cupel, filepath.Join(s.bin, "cupel"))
	copyFile(s.t, s.target, filepath.Join(s.dir, "bin", "api"))
}

// own writes a file of the user's.
func (s *stage) own(path, text string) {
	s.t.Helper()
	write(s.t, path, text)
	s.give()
}

// other reports whether commands are executed as another user than the one who runs the tests.
func (s *stage) other() bool { return s.executes && os.Geteuid() == 0 }

// give gives everything in the working folder to the user.
func (s *stage) give() {
	s.t.Helper()
	if !s.other() {
		return
	}
	err := filepath.WalkDir(s.dir, func(path string, d os.DirEntry, err error) error {
		if info, gone := os.Lstat(path); gone == nil && info.Sys().(*syscall.Stat_t).Uid == nobody {
			return err // to change the owner would take capabilities off a file
		}
		return errors.Join(err, os.Lchown(path, nobody, nobody))
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

// sh executes commands as the user and returns what they print to stdout.
func (s *stage) sh(commands string) string {
	s.t.Helper()
	a := s.try(commands)
	if a.Code != 0 {
		s.t.Fatalf("%s: exit code %d\n%s%s", commands, a.Code, a.Out, a.Err)
	}
	return a.Out
}

// try executes commands as the user, up to the first that fails.
func (s *stage) try(commands string) answer {
	s.t.Helper()
	cmd := exec.CommandContext(s.t.Context(), "sh", "-eu", "-c", commands)
	cmd.Dir = s.at
	cmd.Env = append([]string{"HOME=" + s.dir, "PATH=" + s.bin + ":/usr/bin:/bin", "CUPEL_STAGE=" + s.socket, "GOTRACEBACK=all"}, s.env...)
	if s.other() {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	var out, diag strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &diag
	ended := make(chan error, 1)
	go func() { ended <- cmd.Run() }()
	for {
		select {
		case a := <-s.asked:
			a.answers <- s.answer(a.call)
		case err := <-ended:
			if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
				s.t.Fatalf("%s: %v", commands, err)
			}
			return answer{Out: out.String(), Err: diag.String(), Code: cmd.ProcessState.ExitCode()}
		}
	}
}

// A call is a command that a stand-in was called with; an answer what it prints and returns, or the program that it
// becomes instead.
type (
	call struct {
		Args     []string
		Dir, Bin string
		CGO      string
	}
	answer struct {
		Out, Err string
		Code     int
		Exec     string
	}
	asked struct {
		call
		answers chan answer
	}
)

// standIn asks the stage what the command in its arguments does, and does that.
func standIn() int {
	conn, err := net.Dial("unix", os.Getenv("CUPEL_STAGE"))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 99
	}
	defer conn.Close()
	var a answer
	dir, _ := os.Getwd()
	err = json.NewEncoder(conn).Encode(call{os.Args[1:], dir, os.Getenv("GOBIN"), os.Getenv("CGO_ENABLED")})
	if err == nil {
		err = json.NewDecoder(conn).Decode(&a)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 99
	}
	if a.Exec != "" {
		fmt.Fprintln(os.Stderr, syscall.Exec(a.Exec, append([]string{a.Exec}, os.Args[2:]...), os.Environ()))
		return 99
	}
	fmt.Print(a.Out)
	fmt.Fprint(os.Stderr, a.Err)
	return a.Code
}

// serve answers stand-ins until the test ends, one at a time.
func (s *stage) serve() {
	s.t.Helper()
	l, err := net.Listen("unix", s.socket)
	if err == nil {
		err = os.Chmod(s.socket, 0o666)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	done := make(chan struct{})
	s.t.Cleanup(func() { l.Close(); <-done })
	go func() {
		defer close(done)
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			s.pass(conn)
			conn.Close()
		}
	}()
}

// pass has a call answered by who executes the commands.
func (s *stage) pass(conn net.Conn) {
	q := asked{answers: make(chan answer, 1)}
	if err := json.NewDecoder(conn).Decode(&q.call); err != nil {
		return // whoever asked is gone
	}
	select {
	case s.asked <- q:
		select {
		case a := <-q.answers:
			json.NewEncoder(conn).Encode(a)
		case <-s.t.Context().Done():
		}
	case <-s.t.Context().Done():
	}
}
