package deps

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/cupelgo/cupel/internal/tool"
)

// A listed package is one as go list describes it.
type listed struct {
	ImportPath, Name, Dir, ForTest string
	Module                         *listedModule
	Standard, DepOnly              bool
	Imports, TestImports           []string
	XTestImports                   []string
	ImportMap                      map[string]string
	Error                          *struct{ Err string }
}

type listedModule struct {
	Path, Version, Dir string
	Main               bool
	Replace            *listedReplace
}

type listedReplace struct{ Path, Version string }

// spelled is the replacement as go.mod has it.
func (r *listedReplace) spelled() string { return strings.TrimSpace(r.Path + " " + r.Version) }

// isTestMain reports whether p is the main program that go test makes.
func (p *listed) isTestMain() bool {
	return p.ForTest == "" && p.Name == "main" && strings.HasSuffix(p.ImportPath, ".test")
}

// withoutVariant cuts off for which test a package was made: "a [b.test]".
func withoutVariant(importPath string) string {
	importPath, _, _ = strings.Cut(importPath, " ")
	return importPath
}

const listFields = "ImportPath,Name,Dir,ForTest,Module,Standard,DepOnly,Imports,TestImports,XTestImports,ImportMap,Error"

// list runs go list in a folder. What it says besides is returned as well. It downloads nothing.
func list(ctx context.Context, dir string, opt Options) (pkgs []*listed, said string, err error) {
	args := []string{"list", "-e", "-deps", "-json=" + listFields}
	if opt.Tests {
		args = append(args, "-test")
	}
	env := append(tool.Unattended(opt.Env), "GOPROXY=off")
	if opt.GOOS != "" {
		env = append(env, "GOOS="+opt.GOOS)
	}
	if opt.GOARCH != "" {
		env = append(env, "GOARCH="+opt.GOARCH)
	}
	if len(opt.Tags) > 0 {
		args = append(args, "-tags="+strings.Join(opt.Tags, ","))
	}
	patterns := opt.Patterns
	if len(patterns) == 0 {
		patterns = []string{"./..."}
	}
	cmd := tool.Command{Name: "go", Says: "the go command", Dir: dir, Env: env}
	out, said, err := cmd.Run(ctx, append(append(args, "--"), patterns...)...)
	if f := (*tool.Failure)(nil); errors.As(err, &f) && f.Stdout != "" {
		out, said, err = []byte(f.Stdout), f.Stderr, nil
	}
	if err != nil {
		return nil, "", fmt.Errorf("asking go list: %w", err)
	}
	pkgs, err = decodeList(out)
	return pkgs, said, err
}

func decodeList(out []byte) ([]*listed, error) {
	var pkgs []*listed
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		p := new(listed)
		err := d.Decode(p)
		if err == io.EOF {
			return pkgs, nil
		}
		if err != nil {
			return nil, fmt.Errorf("reading go list: %w", err)
		}
		pkgs = append(pkgs, p)
	}
}
