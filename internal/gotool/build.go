package gotool

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/internal/agent"
)

// Build builds the target into the file out, exactly as the user would. It returns a *[BuildError]
// when it does not build.
func (t *Target) Build(ctx context.Context, out string) error {
	return t.build(ctx, t.goCmd, t.flags, out)
}

// BuildInstrumented builds the target with the agent inside. The error wraps
// [errors.ErrUnsupported] when that cannot be done for this target, system or toolchain.
func (t *Target) BuildInstrumented(ctx context.Context, out string) error {
	if err := agent.Supports(t.env.GOOS, t.env.GOARCH, t.GoVersion); err != nil {
		return err
	}
	if isWithin(t.mainDir, t.env.GOMODCACHE) {
		return fmt.Errorf("instrumenting %s where it lies in the module cache (name it %s@%s): %w",
			t.Package, t.Package, t.Version, errors.ErrUnsupported)
	}
	goroot := filepath.Join(t.temp, "goroot")
	if err := farm(goroot, t.GOROOT, t.GoVersion); err != nil {
		return fmt.Errorf("making a GOROOT: %w", err)
	}
	t.addRename(goroot, t.GOROOT)
	flags, err := t.instrumentedFlags()
	if err != nil {
		return err
	}
	c := t.goCmd.with("GOROOT="+goroot, "GOTOOLCHAIN=local")
	c.path = filepath.Join(goroot, "bin", "go")
	return t.build(ctx, c, flags, out)
}

// instrumentedFlags are the user's flags, with the overlay, without DWARF, which takes a fifth of the time to link or more and
// nobody reads, and with the GOROOT that the program is to report: the linker would put the farm's into it.
func (t *Target) instrumentedFlags() ([]string, error) {
	all := append(splitGoflags(t.env.GOFLAGS), t.flags...)
	users, _ := flagValue(all, "overlay")
	if users != "" && !filepath.IsAbs(users) {
		users = filepath.Join(t.goCmd.dir, users)
	}
	file, err := t.writeOverlay(users)
	if err != nil {
		return nil, err
	}
	flags := append(withoutFlag(t.flags, "overlay"), "-overlay="+file)
	add := "-w"
	if !isSet(all, "trimpath") {
		add += " " + quote("-X=runtime.defaultGOROOT="+t.GOROOT)
	}
	return append(withoutFlag(flags, "ldflags"), linkFlags(all, add)...), nil
}

func (t *Target) build(ctx context.Context, c command, flags []string, out string) error {
	out, err := filepath.Abs(out)
	if err != nil {
		return err
	}
	args := slices.Concat([]string{"build", "-o", out}, flags, []string{"--", t.pattern})
	_, err = c.run(ctx, args...)
	if f := (*failure)(nil); errors.As(err, &f) {
		return newBuildError(t.userPaths(f.stderr))
	}
	return err
}

func (t *Target) addRename(from, to string) {
	if r := (rename{from, to}); !slices.Contains(t.renames, r) {
		t.renames = append(t.renames, r)
	}
}

// userPaths puts the user's paths into the output of the go command, which shortens a path to one
// relative to its folder.
func (t *Target) userPaths(text string) string {
	for _, r := range t.renames {
		text = replacePath(text, r.from, r.to)
		if rel, err := filepath.Rel(t.goCmd.dir, r.from); err == nil && !filepath.IsLocal(rel) {
			text = replacePath(text, rel, relative(t.goCmd.dir, r.to))
		}
	}
	return text
}

// replacePath replaces a folder that begins a path, or a file that a position follows.
func replacePath(text, from, to string) string {
	text = strings.ReplaceAll(text, from+string(filepath.Separator), to+string(filepath.Separator))
	return strings.ReplaceAll(text, from+":", to+":")
}

// relative returns path as seen from dir if that is shorter.
func relative(dir, path string) string {
	if rel, err := filepath.Rel(dir, path); err == nil && len(rel) < len(path) {
		return rel
	}
	return path
}

// isWithin reports whether path lies below dir.
func isWithin(path, dir string) bool {
	rel, err := filepath.Rel(dir, path)
	return dir != "" && err == nil && filepath.IsLocal(rel)
}
