package gomod

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/cupelgo/cupel/internal/tool"
)

// Settings are what the go command says of itself in a folder: those of the toolchain that it would
// run there.
type Settings struct {
	GOROOT, GOVERSION  string
	GOOS, GOARCH       string
	GOMOD, GOWORK      string // files; GOMOD is os.DevNull without a module, GOWORK "" or "off" without a workspace
	GOMODCACHE         string
	GOFLAGS            string
	GOEXPERIMENT       string
	GO111MODULE        string
	CGO_ENABLED        string // 1 or 0
	GOAMD64, GO386     string
	GOARM, GOARM64     string
	GOMIPS, GOMIPS64   string
	GOPPC64, GORISCV64 string
	GOWASM             string
	GOSUMDB, GONOSUMDB string
	GOINSECURE         string

	Dir string `json:"-"` // that the go command was asked in
}

// ErrGOPATH is the error for a folder in GOPATH mode.
var ErrGOPATH = errors.New("GO111MODULE=off: there are no modules in GOPATH mode")

// Ask asks the go command in PATH for its settings in a folder, which is absolute. It downloads no toolchain: where
// go.mod asks for one that is not there, the settings are those of the go command itself, and the problem says so.
func Ask(ctx context.Context, dir string, env []string) (*Settings, *Problem, error) {
	env = append(tool.Unattended(env), "GOPROXY=off")
	s, err := ask(ctx, dir, env)
	var problem *Problem
	if f := (*tool.Failure)(nil); errors.As(err, &f) {
		problem = &Problem{Text: "the toolchain that is asked for: " + f.Error()}
		s, err = ask(ctx, dir, append(env, "GOTOOLCHAIN=local"))
	}
	if err != nil {
		return nil, nil, err
	}
	if s.GO111MODULE == "off" {
		return nil, nil, ErrGOPATH
	}
	return s, problem, nil
}

func ask(ctx context.Context, dir string, env []string) (*Settings, error) {
	cmd := tool.Command{Name: "go", Says: "the go command", Dir: dir, Env: env}
	out, _, err := cmd.Run(ctx, "env", "-json", "GOROOT", "GOVERSION", "GOOS", "GOARCH", "GOMOD", "GOWORK", "GOMODCACHE",
		"GOFLAGS", "GOEXPERIMENT", "GO111MODULE", "CGO_ENABLED", "GOAMD64", "GO386", "GOARM", "GOARM64", "GOMIPS", "GOMIPS64",
		"GOPPC64", "GORISCV64", "GOWASM", "GOSUMDB", "GONOSUMDB", "GOINSECURE")
	if err != nil {
		return nil, err
	}
	s := &Settings{Dir: dir}
	if err := json.Unmarshal(out, s); err != nil {
		return nil, fmt.Errorf("reading go env: %w", err)
	}
	return s, nil
}

// Flag returns the value of a flag in GOFLAGS, "" if it is not there. The last one counts.
func (s *Settings) Flag(name string) string {
	value := ""
	for field := range strings.FieldsSeq(s.GOFLAGS) {
		field = strings.Trim(field, `'"`)
		key, val, ok := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(field, "-"), "-"), "=")
		if ok && key == name {
			value = strings.Trim(val, `'"`)
		}
	}
	return value
}

// Tags are the build tags that GOFLAGS sets.
func (s *Settings) Tags() []string {
	return strings.FieldsFunc(s.Flag("tags"), func(r rune) bool { return r == ',' || r == ' ' })
}

// Source is the folder of the standard library.
func (s *Settings) Source() string { return filepath.Join(s.GOROOT, "src") }

// level is the level of the architecture for which is built, as its own variable says, "" without one.
func (s *Settings) level() string {
	return map[string]string{
		"amd64": s.GOAMD64, "386": s.GO386, "arm": s.GOARM, "arm64": s.GOARM64, "mips": s.GOMIPS, "mipsle": s.GOMIPS, "mips64": s.GOMIPS64,
		"mips64le": s.GOMIPS64, "ppc64": s.GOPPC64, "ppc64le": s.GOPPC64, "riscv64": s.GORISCV64, "wasm": s.GOWASM,
	}[s.GOARCH]
}

// workspace is the go.work file, "" without one.
func (s *Settings) workspace() string {
	if s.GOWORK == "off" {
		return ""
	}
	return s.GOWORK
}

// modfile is the go.mod file that counts for the main module whose own is path.
func (s *Settings) modfile(path string) string {
	switch other := s.Flag("modfile"); {
	case other == "":
		return path
	case filepath.IsAbs(other):
		return other
	default:
		return filepath.Join(s.Dir, other)
	}
}
