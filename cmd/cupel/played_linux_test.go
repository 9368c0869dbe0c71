package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// answer plays a command that a recipe calls.
func (s *stage) answer(c call) answer {
	s.t.Helper()
	switch c.Args[0] {
	case "cupel":
		parse(s.t, c.Args[1:])
		return answer{Out: "{}"}
	case "sudo":
		return s.sudo(c)
	case "go":
		return s.goCommand(c)
	case "docker":
		return s.docker(c)
	case "kubectl":
		return s.kubectl(c)
	case "curl":
		return s.curl(c)
	case "jq":
		return answer{Out: "{}"}
	}
	return s.unknown(c)
}

func (s *stage) unknown(c call) answer {
	s.t.Errorf("there is no stand-in for this: %q", c.Args)
	return answer{Code: 2}
}

// notExecuted tells of a command that changes nothing here.
func (s *stage) notExecuted(c call, why string) answer {
	s.t.Logf("not executed: %s: %s", strings.Join(c.Args, " "), why)
	return answer{}
}

// sudo lets setcap alone be executed.
func (s *stage) sudo(c call) answer {
	switch {
	case len(c.Args) > 2 && c.Args[1] == "setcap":
		if !s.executes {
			return answer{}
		}
		return s.executed(c.Args[1:], c.Dir)
	case slices.Equal(c.Args[1:], []string{"sysctl", "kernel.perf_event_paranoid=2"}):
		return s.notExecuted(c, "it changes a setting of the machine")
	}
	return s.unknown(c)
}

// executed is the answer of the command itself.
func (s *stage) executed(args []string, dir string) answer {
	cmd := exec.CommandContext(s.t.Context(), args[0], args[1:]...)
	cmd.Dir = dir
	out, err := cmd.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return answer{Out: string(out), Err: string(exit.Stderr), Code: exit.ExitCode()}
	}
	if err != nil {
		s.t.Error(err)
	}
	return answer{Out: string(out)}
}

// goCommand lays what was built beforehand where go would put it. What cupel itself asks is answered by go.
func (s *stage) goCommand(c call) answer {
	switch {
	case s.goTool != "" && c.Args[1] != "install":
		return answer{Exec: s.goTool}
	case c.Args[1] == "env":
		return s.executed(c.Args, c.Dir)
	}
	from, to := s.cupel, filepath.Join(s.bin, "cupel")
	switch strings.Join(c.Args, " ") {
	case "go install github.com/cupelgo/cupel/cmd/cupel@latest":
		if c.CGO != "0" {
			s.t.Errorf("%q without CGO_ENABLED=0: it would not run in every image", c.Args)
		}
		if c.Bin != "" {
			to = filepath.Join(c.Bin, "cupel")
		}
	case "go build -o bin/api ./cmd/api":
		from, to = s.target, filepath.Join(c.Dir, "bin", "api")
	default:
		return s.unknown(c)
	}
	if !s.executes {
		from = filepath.Join(s.bin, "cupel") // itself a stand-in
	}
	if from != to {
		copyFile(s.t, from, to)
	}
	s.give()
	return answer{}
}

// curl fetches a profile to which another one can be added as to Docker's.
func (s *stage) curl(c call) answer {
	want := "curl -fsSLo default.json https://raw.githubusercontent.com/moby/profiles/main/seccomp/default.json"
	if strings.Join(c.Args, " ") != want {
		return s.unknown(c)
	}
	s.own(filepath.Join(c.Dir, "default.json"), `{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["ptrace"], "action": "SCMP_ACT_ALLOW"}]}`)
	return s.notExecuted(c, "a profile of the same form lies there")
}

// docker plays docker run, and docker build of an image that has cupel, too.
func (s *stage) docker(c call) answer {
	switch {
	case strings.Join(c.Args, " ") == "docker build -t api-cupel -f Dockerfile.cupel .":
		text, err := os.ReadFile(filepath.Join(c.Dir, "Dockerfile.cupel"))
		if err != nil || !strings.Contains(string(text), "COPY --from=cupel /go/bin/cupel /cupel\nENTRYPOINT [\"/cupel\"]") {
			s.t.Errorf("the Dockerfile does not bring cupel along: %v\n%s", err, text)
		}
		s.images["api-cupel"] = s.cupel
		return s.notExecuted(c, "an image as it makes is played")
	case len(c.Args) > 2 && c.Args[1] == "run":
		return s.contain(s.dockerRun(c))
	}
	return s.unknown(c)
}

// dockerRun reads the flags of docker run.
func (s *stage) dockerRun(c call) (box *container, image string) {
	box = &container{}
	var user, entry string
	var drop, security, volumes []string
	f := (&cobra.Command{}).Flags()
	f.SetInterspersed(false)
	f.Bool("rm", false, "")
	f.BoolVar(&box.ReadOnly, "read-only", false, "")
	f.StringVar(&user, "user", "", "")
	f.StringVar(&entry, "entrypoint", "", "")
	f.StringArrayVar(&drop, "cap-drop", nil, "")
	f.StringArrayVar(&box.Limit, "cap-add", nil, "")
	f.StringArrayVar(&security, "security-opt", nil, "")
	f.StringArrayVar(&volumes, "volume", nil, "")
	f.StringArrayVar(&box.Temp, "tmpfs", nil, "")
	if err := f.Parse(c.Args[2:]); err != nil || f.NArg() < 2 || !slices.Equal(drop, []string{"ALL"}) {
		s.t.Fatalf("%q: %v; capabilities dropped: %v", c.Args, err, drop)
	}
	if _, err := fmt.Sscanf(user, "%d:", &box.User); err != nil {
		s.t.Fatalf("%q: the user is %q: %v", c.Args, user, err)
	}
	for _, v := range volumes {
		part := strings.Split(v, ":")
		box.Mounts = append(box.Mounts, mounted{part[0], part[1], len(part) > 2 && part[2] == "ro"})
	}
	for _, option := range security {
		file, isProfile := strings.CutPrefix(option, "seccomp=")
		switch {
		case option == "no-new-privileges":
			box.NoNewPrivs = true
		case isProfile:
			box.Allow = s.allowed(filepath.Join(c.Dir, file))
		default:
			s.t.Fatalf("%q: %s", c.Args, option)
		}
	}
	box.Args = append(append([]string{}, entry), f.Args()[1:]...)
	return box, f.Arg(0)
}

// allowed returns what a profile allows, and wants it to be in the form of Docker's.
func (s *stage) allowed(file string) (names []string) {
	var profile struct {
		DefaultAction string
		Syscalls      []struct {
			Names  []string
			Action string
		}
	}
	data, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(data, &profile)
	}
	if err != nil || s.executes && profile.DefaultAction != "SCMP_ACT_ERRNO" {
		s.t.Fatalf("%s: %v\n%s", file, err, data)
	}
	for _, call := range profile.Syscalls {
		if call.Action == "SCMP_ACT_ALLOW" {
			names = append(names, call.Names...)
		}
	}
	return names
}

// contain runs cupel in a container, and remembers how to ask the doctor in the same one.
func (s *stage) contain(box *container, image string) answer {
	s.t.Helper()
	cupel, known := s.images[image]
	if !known {
		s.t.Errorf("there is no image %s", image)
	}
	if cupel != "" && (box.Args[0] == "") { // its entry point
		box.Args[0] = "/cupel"
	}
	if box.Args[0] != "/cupel" {
		s.t.Errorf("the container runs %q", box.Args)
	}
	parse(s.t, box.Args[1:])
	if !s.executes {
		return answer{}
	}
	run := func(args []string) answer {
		box.image(s.t, s.target, cupel)
		box.Args = args
		out, diag, code := box.run(s.t)
		if code != 0 {
			s.t.Errorf("%q in a container: exit code %d\n%s%s", args, code, out, diag)
		}
		return answer{Out: out, Err: diag, Code: code}
	}
	s.user = box.User
	s.doctor = func() string { return run([]string{"/cupel", "doctor", "--json"}).Out }
	return run(box.Args)
}
