package main

import (
	"fmt"
	"path/filepath"
	"strings"
)

// command is a call of the go command, in a folder of the snippet's name in commands.
type command struct {
	args  []string
	env   []string
	fails string            // how it may end badly; "" if it must not
	holds func(answer) bool // nil: that it ends well is all that was published
	at    string            // the folder, where it isn't one of the name
}

func (c command) try(t *trial, name string) (outcome, error) {
	a, err := c.run(t, name)
	if err != nil {
		return outcome{}, err
	}
	o := outcome{runs: set(a.exit == 0), asPublished: set(a.exit == 0)}
	if c.holds != nil {
		o.asPublished = set(c.holds(a))
	}
	return o, nil
}

func (c command) run(t *trial, name string) (answer, error) {
	dir := filepath.Join(t.here, "commands", name)
	if c.at != "" {
		dir = filepath.Join(t.here, c.at)
	}
	args := append([]string(nil), c.args...)
	for i := range args {
		args[i] = strings.ReplaceAll(args[i], "{scratch}", t.scratch(name+".out"))
	}
	a, err := t.gotool(dir, c.env, args...)
	if err != nil {
		return a, err
	}
	if a.exit != 0 {
		return a, expected("it ends with", c.fails, a.stderr)
	}
	return a, nil
}

// checked is a command that needs another one to go a certain way, as that shows that the first could fail.
type checked struct {
	control func(t *trial) error
	command
}

func (c checked) try(t *trial, name string) (outcome, error) {
	if err := c.control(t); err != nil {
		return outcome{}, err
	}
	return c.command.try(t, name)
}

func commands() []snippet {
	return []snippet{
		{name: "gcflags-test-file",
			published: "go run -gcflags=-m on a test file shows what escapes",
			counts:    "it runs, and says what escapes",
			try: command{args: []string{"run", "-gcflags=-m", "escape_test.go"}, fails: `cannot run \*_test\.go files`,
				holds: func(a answer) bool { return strings.Contains(a.stderr, "escapes to heap") }}},
		{name: "run-output-flag",
			published: "go run -o FILE builds and runs in one step",
			counts:    "it ends well",
			try:       command{args: []string{"run", "-o", "{scratch}", "main.go"}, fails: `flag provided but not defined: -o`}},
		{name: "list-deps-edges",
			published: "go list -deps with ImportPath and Module.Path@Module.Version gives the edges of the graph",
			counts:    "it ends well, and a line names two packages",
			try: command{at: ".", args: []string{"list", "-deps", "-f", "{{.ImportPath}} {{.Module.Path}}@{{.Module.Version}}",
				"./programs/ordered-string"}, fails: `nil pointer evaluating \*modinfo\.ModulePublic\.Path`,
				holds: func(a answer) bool { return a.exit == 0 && hasEdge(a.stdout) }}},
		{name: "vet-unclosed",
			published: "go vet finds readers that are never closed",
			counts:    "it says anything of a file and a response that aren't, as it does of a response used too early",
			try: checked{vetControl, command{args: []string{"vet", "."}, fails: `unclosed\.go:`,
				holds: func(a answer) bool { return a.exit != 0 }}}},
		{name: "import-triangle",
			published: "a part of the edges is in the triangle of the packages config, log and metrics",
			counts:    "such packages can be built",
			try:       command{args: []string{"build", "./..."}, fails: `import cycle not allowed`}},
		{name: "crypto-sm2",
			published: "golang.org/x/crypto/sm2 is a package, which has to be avoided",
			counts:    "the module, of which another package is found, has it",
			try: command{args: []string{"build", "."},
				fails: `^sm2\.go:\S+ no required module provides package golang\.org/x/crypto/sm2;[^\n]*\n[^\n]*\n$`}},
		{name: "container-maxprocs",
			published: "since Go 1.21 GOMAXPROCS comes from the container's CPU limit",
			counts:    "this Go knows the setting by which that is switched off",
			try: command{args: []string{"build", "-o", "{scratch}", "."},
				fails: `unknown //go:debug setting "containermaxprocs"`}},
		{name: "metrics-since",
			published: "runtime/metrics came with Go 1.16",
			counts:    "Read and All are listed with that version, by which go vet warns",
			try:       special(metricsSince)},
		{name: "plugin-systems",
			published: "package plugin needs cgo, and Linux",
			counts:    "with cgo it has code for Linux, and for neither macOS nor FreeBSD; without cgo it has none",
			seen:      "systems, of these three", try: special(pluginSystems)},
	}
}

// hasEdge finds a line whose module isn't that of its own package.
func hasEdge(text string) bool {
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		from, to, _ := strings.Cut(line, " ")
		path, _, _ := strings.Cut(to, "@")
		if from != path && !strings.HasPrefix(from, path+"/") {
			return true
		}
	}
	return false
}

// vetControl has go vet find a mistake that it is known to find.
func vetControl(t *trial) error {
	a, err := t.gotool(t.here, nil, "vet", "./commands/vet-unclosed/control")
	if err == nil && !strings.Contains(a.stderr, "using response before checking for errors") {
		err = fmt.Errorf("go vet doesn't find the mistake of package control:\n%s", a.stderr)
	}
	return err
}

// pluginSystems asks which files of package plugin belong to a build.
func pluginSystems(t *trial, _ string) (outcome, error) {
	has := func(system, cgo string) (bool, error) {
		a, err := t.gotool(t.temp, []string{"GOFLAGS=", "GOARCH=amd64", "GOOS=" + system, "CGO_ENABLED=" + cgo},
			"list", "-e", "-f", "{{.GoFiles}} {{.CgoFiles}}", "plugin")
		if err == nil && !strings.Contains(a.stdout, "plugin.go") {
			err = fmt.Errorf("go list says %s%s", a.stdout, a.stderr)
		}
		return strings.Contains(a.stdout, "plugin_dlopen.go"), err
	}
	systems := map[string]bool{}
	for _, system := range []string{"linux", "darwin", "freebsd"} {
		ok, err := has(system, "1")
		if err != nil {
			return outcome{}, err
		}
		if ok {
			systems[system] = true
		}
	}
	without, err := has("linux", "0")
	if err != nil {
		return outcome{}, err
	}
	onlyLinux := !without && systems["linux"] && len(systems) == 1
	return outcome{asPublished: &onlyLinux, seenCount: set(float64(len(systems)))}, nil
}
