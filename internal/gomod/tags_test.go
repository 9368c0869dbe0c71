package gomod

import (
	"context"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestContext holds the tags against what the go command says that its own are.
func TestContext(t *testing.T) {
	for _, env := range []string{
		"GOARCH=amd64", "GOARCH=amd64 GOAMD64=v3", "GOARCH=arm64 GOOS=darwin", "GOARCH=arm64 GOARM64=v9.1", "GOARCH=arm GOARM=6", "GOARCH=386", "GOARCH=mips",
		"GOARCH=ppc64le GOPPC64=power9", "GOARCH=riscv64 GORISCV64=rva22u64", "GOARCH=s390x", "GOARCH=wasm GOOS=js",
		"GOARCH=amd64 GOEXPERIMENT=nogreenteagc,boringcrypto GOFLAGS=-tags=one,two", "GOARCH=amd64 GOEXPERIMENT=none",
	} {
		t.Run(env, func(t *testing.T) {
			all := append(os.Environ(), strings.Fields(env)...)
			s, problem, err := Ask(t.Context(), t.TempDir(), all)
			if err != nil || problem != nil {
				t.Fatal(problem, err)
			}
			c, err := s.Context()
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(said(t.Context(), t, all), [][]string{sorted(c.ToolTags), sorted(c.ReleaseTags), sorted(c.Tags)}); diff != "" {
				t.Errorf("tags (-go command +ours):\n%s", diff)
			}
		})
	}
}

// said returns the tool tags, the release tags and the build tags of the go command.
func said(ctx context.Context, t *testing.T, env []string) [][]string {
	t.Helper()
	cmd := exec.CommandContext(ctx, "go", "list", "-f", `{{join context.ToolTags " "}};{{join context.ReleaseTags " "}};{{join context.BuildTags " "}}`, "unsafe")
	cmd.Env = env
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var all [][]string
	for list := range strings.SplitSeq(strings.TrimSpace(string(out)), ";") {
		all = append(all, sorted(strings.Fields(list)))
	}
	return all
}

func sorted(tags []string) []string {
	tags = append([]string{}, tags...)
	slices.Sort(tags)
	return tags
}
