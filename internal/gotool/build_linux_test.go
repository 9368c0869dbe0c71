package gotool

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// buildCase is a module with flags, and what its program prints.
type buildCase struct {
	name   string
	module string   // folder in testdata
	dir    string   // where the go command runs, below module
	target string   // "." if empty
	flags  []string // build flags
	env    []string
	want   string
	needsC bool
}

var buildCases = []buildCase{
	{
		name: "vendor", module: "forms", target: "./cmd/api",
		want: "lib vendored none none",
	},
	{
		name: "import path", module: "forms", target: "example.com/forms/cmd/api",
		want: "lib vendored none none",
	},
	{
		name: "ldflags", module: "forms", target: "./cmd/api",
		flags: []string{"-ldflags=-s -w -X main.version=v1 -X 'main.commit=two words'"},
		want:  "lib vendored v1 two words",
	},
	{
		name: "ldflags of a pattern", module: "forms", target: "./cmd/api",
		flags: []string{"-ldflags=-X=main.version=all", "-ldflags=./cmd/...=-X=main.commit=some"},
		want:  "lib vendored none some",
	},
	{
		name: "ldflags of another pattern", module: "forms", target: "./cmd/api",
		flags: []string{"-ldflags=./other/...=-X=main.version=other"},
		want:  "lib vendored none none",
	},
	{
		name: "ldflags in GOFLAGS", module: "forms", target: "./cmd/api",
		env:  []string{"GOFLAGS=-buildvcs=false '-ldflags=-s -X=main.version=v2'"},
		want: "lib vendored v2 none",
	},
	{
		name: "trimpath", module: "forms", target: "./cmd/api", flags: []string{"-trimpath"},
		want: "lib vendored none none",
	},
	{name: "workspace", module: "work", dir: "app", want: "in the workspace"},
	{name: "replace", module: "replaced", want: "replaced"},
	{name: "pie", module: "replaced", flags: []string{"-buildmode=pie"}, want: "replaced"},
	{name: "race", module: "replaced", flags: []string{"-race"}, want: "replaced", needsC: true},
	{name: "cgo", module: "forms", target: "./native", want: "42 native 13", needsC: true},
}

func TestBuild(t *testing.T) {
	eachToolchain(t, func(t *testing.T, env []string) {
		for _, c := range buildCases {
			t.Run(c.name, func(t *testing.T) { c.test(t, env) })
		}
	})
}

func (c buildCase) test(t *testing.T, env []string) {
	if _, err := exec.LookPath("gcc"); c.needsC && err != nil {
		t.Skip(err)
	}
	dir := filepath.Join(unpack(t, c.module), c.dir)
	o := Options{Target: c.target, Dir: dir, Env: slices.Concat(env, c.env), Flags: c.flags}
	if o.Target == "" {
		o.Target = "."
	}
	target := resolve(t, o)
	plain := filepath.Join(t.TempDir(), "plain")
	if err := target.Build(t.Context(), plain); err != nil {
		t.Fatalf("Build: %v", err)
	}
	out, err := exec.CommandContext(t.Context(), plain).Output()
	if err != nil || string(out) != c.want {
		t.Errorf("plain program printed %q, %v, want %q", out, err, c.want)
	}
	p := observe(t, instrument(t, target))
	if code := p.wait(); code != 0 || p.out.String() != c.want {
		t.Errorf("instrumented program: exit code %d, printed %q, want %q", code, &p.out, c.want)
	}
	if m := p.readMarks(); !m.Complete || len(m.Inits) == 0 || len(m.Notes) > 0 {
		t.Errorf("complete %v, %d init functions, notes %q", m.Complete, len(m.Inits), m.Notes)
	}
	p.events()
}

func TestBuildLeavesSourceAlone(t *testing.T) {
	dir := unpack(t, "replaced")
	target := resolve(t, Options{Target: ".", Dir: dir})
	instrument(t, target)
	if diff, err := exec.Command("diff", "-r", dir, filepath.Join("testdata", "replaced")).CombinedOutput(); err != nil {
		t.Errorf("the user's module changed: %v\n%s", err, diff)
	}
}

func TestBuildKeepsUsersOverlay(t *testing.T) {
	dir := unpack(t, "replaced")
	extra := filepath.Join(t.TempDir(), "extra.go")
	text := "package main\n\nimport \"fmt\"\n\nfunc init() { fmt.Print(\"laid over, \") }\n"
	writeFile(t, extra, text)
	taken := filepath.Join(dir, "zz_cupel0.go")
	writeFile(t, filepath.Join(dir, "overlay.json"), `{"Replace": {"`+taken+`": "`+extra+`"}}`)
	env := testEnv("GOFLAGS=-buildvcs=false -overlay=overlay.json")
	p := observe(t, instrument(t, resolve(t, Options{Target: ".", Dir: dir, Env: env})))
	if p.wait(); p.out.String() != "laid over, replaced" {
		t.Errorf("program printed %q", &p.out)
	}
}

func TestBuildError(t *testing.T) {
	dir := unpack(t, "forms")
	target := resolve(t, Options{Target: "./broken", Dir: dir})
	want := "# example.com/forms/broken\nbroken/main.go:4:2: undefined: undefined"
	for name, build := range map[string]func(context.Context, string) error{
		"Build": target.Build, "BuildInstrumented": target.BuildInstrumented,
	} {
		err := build(t.Context(), filepath.Join(t.TempDir(), "out"))
		if be := (*BuildError)(nil); !errors.As(err, &be) || be.Output != want {
			t.Errorf("%s = %v, want\n%s", name, err, want)
		}
	}
}

// TestCancel wants the go command and its children gone when the context ends.
func TestCancel(t *testing.T) {
	dir := t.TempDir()
	script := "#!/bin/sh\nsleep 3600 &\necho $! > " + dir + "/pid.new\nmv " + dir + "/pid.new " + dir + "/pid\nwait\n"
	writeFile(t, filepath.Join(dir, "go"), script)
	if err := os.Chmod(filepath.Join(dir, "go"), 0o755); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	c := newCommand(dir, t.TempDir(), testEnv("PATH="+dir+":"+os.Getenv("PATH")))
	done := make(chan error)
	go func() {
		_, err := c.run(ctx, "build")
		done <- err
	}()
	pid := filepath.Join(dir, "pid")
	waitFor(t, "the grandchild", func() bool { return exists(pid) })
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("run = %v, want canceled", err)
	}
	data, err := os.ReadFile(pid)
	if err != nil {
		t.Fatal(err)
	}
	waitFor(t, "the grandchild to die", func() bool { return !runs(strings.TrimSpace(string(data))) })
}

// runs reports whether a process is there and no zombie that its new parent has not looked after.
func runs(pid string) bool {
	stat, err := os.ReadFile("/proc/" + pid + "/stat")
	return err == nil && !strings.Contains(string(stat), ") Z ")
}

// TestNoTerminal wants git and ssh to find no terminal and no permission to ask.
func TestNoTerminal(t *testing.T) {
	dir := t.TempDir()
	script := `#!/bin/sh
echo $GIT_TERMINAL_PROMPT $GIT_SSH_COMMAND
read line && echo $line
pid=$$
set -- $(cat /proc/$pid/stat)
test "$6" = $pid && echo own session
exit 0
`
	writeFile(t, filepath.Join(dir, "go"), script)
	if err := os.Chmod(filepath.Join(dir, "go"), 0o755); err != nil {
		t.Fatal(err)
	}
	out, err := newCommand(dir, t.TempDir(), testEnv("PATH="+dir+":"+os.Getenv("PATH"))).run(t.Context(), "build")
	if want := "0 ssh -o ControlMaster=no -o BatchMode=yes\nown session\n"; err != nil || string(out) != want {
		t.Errorf("go command saw %q, %v, want %q", out, err, want)
	}
}

func writeFile(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
