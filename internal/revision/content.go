package revision

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// named is how many paths a note names.
const named = 3

// pointerStart begins a Git LFS pointer.
// Source: https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md
const pointerStart = "version https://git-lfs.github.com/spec/v1\n"

// submodules notes what the copy has empty folders for.
func (r *repository) submodules(ctx context.Context, _ string) (string, error) {
	out, _, err := r.run(ctx, "ls-files", "--stage", "-z")
	if err != nil {
		return "", inWords("ls-files", err)
	}
	var paths []string
	for entry := range strings.SplitSeq(out, "\x00") {
		if _, path, ok := strings.Cut(entry, "\t"); ok && strings.HasPrefix(entry, "160000 ") {
			paths = append(paths, path)
		}
	}
	if len(paths) == 0 {
		return "", nil
	}
	return count(len(paths), "submodule is", "submodules are") + " left out: " + some(paths), nil
}

// pointers notes files that Git LFS should have replaced by their content and did not.
func (r *repository) pointers(ctx context.Context, root string) (string, error) {
	out, _, err := r.run(ctx, "ls-files", "-z", "--", ":(attr:filter=lfs)")
	if err != nil {
		return "", inWords("ls-files", err)
	}
	var paths []string
	for path := range strings.SplitSeq(out, "\x00") {
		if path == "" {
			continue
		}
		is, err := isPointer(filepath.Join(root, filepath.FromSlash(path)))
		if err != nil {
			return "", err
		}
		if is {
			paths = append(paths, path)
		}
	}
	if len(paths) == 0 {
		return "", nil
	}
	return fmt.Sprintf("%s of Git LFS in place of the content: %s (to have that: git lfs install)",
		count(len(paths), "file is a pointer", "files are pointers"), some(paths)), nil
}

func isPointer(name string) (bool, error) {
	f, err := os.Open(name)
	if err != nil {
		return false, err
	}
	defer f.Close()
	start := make([]byte, len(pointerStart))
	n, err := io.ReadFull(f, start)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return false, err
	}
	return bytes.Equal(start[:n], []byte(pointerStart)), nil
}

func count(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, more)
}

// some names the first of paths.
func some(paths []string) string {
	if len(paths) <= named {
		return strings.Join(paths, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(paths[:named], ", "), len(paths)-named)
}
