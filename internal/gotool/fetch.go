package gotool

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// module is one version of a module in the module cache.
type module struct {
	Path, Version, Dir string
	Error              string
}

// fetch makes t build a copy of the module that has pkg at a version ("v1.2.3", "latest", a branch).
func (t *Target) fetch(ctx context.Context, pkg, query string) error {
	ask := filepath.Join(t.temp, "query")
	if err := emptyModule(ask); err != nil {
		return err
	}
	// A user's -mod=vendor or workspace has no say about a package outside of it.
	c := t.goCmd.in(ask).with("GOWORK=off")
	m, err := c.provider(ctx, pkg, query)
	if err != nil {
		return err
	}
	src, release, err := copyModule(m, t.temp)
	if err != nil {
		return err
	}
	t.released = release
	t.Module, t.Version = m.Path, m.Version
	t.renames = append(t.renames, rename{src, m.Dir})
	t.goCmd = t.goCmd.in(src).with("GOWORK=off")
	t.pattern = pkg
	t.flags = append(withoutFlag(t.flags, "mod"), "-mod=mod")
	return nil
}

// emptyModule makes a folder in which no go.mod of the user is found.
func emptyModule(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module query\n"), 0o644)
}

// provider finds the module with the longest path that contains pkg, like go run does.
func (c command) provider(ctx context.Context, pkg, query string) (module, error) {
	target := pkg + "@" + query
	cause := error(&TargetError{Target: target, Err: ErrNoPackage})
	for p := pkg; p != "." && p != "/"; p = path.Dir(p) {
		m, err := c.find(ctx, p, query)
		if err != nil {
			return module{}, err
		}
		if m.Error != "" {
			cause = c.absent(ctx, target, p, query, m.Error, cause)
			continue
		}
		m, err = c.download(ctx, m)
		if err != nil {
			return module{}, err
		}
		if hasGoFiles(filepath.Join(m.Dir, filepath.FromSlash(strings.TrimPrefix(pkg, p)))) {
			return m, nil
		}
		return module{}, &TargetError{
			Target: target, Err: ErrNoPackage,
			Detail: fmt.Sprintf("module %s@%s has no such folder with Go files", m.Path, m.Version),
		}
	}
	return module{}, cause
}

// absent says why a module was not found: there may be one, but not in this version.
func (c command) absent(ctx context.Context, target, p, query, text string, before error) error {
	if errors.Is(before, ErrNoVersion) {
		return before
	}
	if query != "latest" {
		if m, err := c.find(ctx, p, "latest"); err == nil && m.Error == "" {
			detail := fmt.Sprintf("module %s has %s as its latest", p, m.Version)
			return &TargetError{Target: target, Err: ErrNoVersion, Detail: detail}
		}
	}
	if te := (*TargetError)(nil); errors.As(before, &te) && te.Detail != "" {
		return before
	}
	if denied(text) {
		return &TargetError{Target: target, Err: ErrNoAccess, Detail: lastLine(text)}
	}
	return &TargetError{Target: target, Err: ErrNoPackage, Detail: lastLine(text)}
}

// find resolves one query of one module path. A module that does not exist is no error but has
// the reason in its Error.
func (c command) find(ctx context.Context, p, query string) (module, error) {
	out, err := c.run(ctx, "list", "-m", "-e", "-mod=mod", "-json=Path,Version,Error", p+"@"+query)
	if f := (*failure)(nil); errors.As(err, &f) {
		return module{Path: p, Error: f.stderr}, nil
	}
	if err != nil {
		return module{}, err
	}
	var m struct {
		Path, Version string
		Error         *struct{ Err string }
	}
	if err := json.Unmarshal(out, &m); err != nil {
		return module{}, fmt.Errorf("reading go list -m: %w", err)
	}
	if m.Error != nil {
		return module{Path: p, Error: m.Error.Err}, nil
	}
	return module{Path: m.Path, Version: m.Version}, nil
}

// download puts the module into the module cache.
func (c command) download(ctx context.Context, m module) (module, error) {
	out, err := c.run(ctx, "mod", "download", "-json", m.Path+"@"+m.Version)
	f := (*failure)(nil)
	if errors.As(err, &f) {
		out = []byte(f.stdout)
	} else if err != nil {
		return m, err
	}
	if jsonErr := json.Unmarshal(out, &m); jsonErr != nil && f == nil {
		return m, fmt.Errorf("reading go mod download: %w", jsonErr)
	}
	if f != nil {
		return m, fmt.Errorf("downloading %s@%s: %s", m.Path, m.Version, lastLine(m.Error+"\n"+f.stderr))
	}
	return m, nil
}

func hasGoFiles(dir string) bool {
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	return err == nil && len(files) > 0
}
