package gomod

import (
	"bytes"
	"errors"
	"go/version"
	"io/fs"
	"path/filepath"
	"strings"

	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"
)

// vendorSince is the version of Go from which on a vendor folder is used without being asked for.
const vendorSince = "go1.14"

// listedSince is the version of Go from which on a vendored package must be listed in modules.txt.
const listedSince = "go1.23"

// chooseVendor decides whether modules are taken from the vendor folder, as the go command does.
func (b *Build) chooseVendor() {
	dir := filepath.Join(b.root(), "vendor")
	exists := b.folders.IsDir(dir)
	switch mod := b.settings.Flag("mod"); {
	case mod == "vendor":
		if !exists {
			b.problem(filepath.Join(b.root(), "go.mod"), 0, "GOFLAGS has -mod=vendor, and there is no vendor folder")
		}
	case mod != "", !exists, b.goLine == "", compareGo(b.goLine, vendorSince) < 0:
		return
	}
	data, err := b.folders.ReadFile(filepath.Join(dir, "modules.txt"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		b.problem(dir, 0, err.Error())
	}
	if b.settings.Flag("mod") != "vendor" && isWorkspace(data) != (b.work != "") {
		return
	}
	b.Vendor = dir
	b.readVendored(data)
}

// root is the folder of go.work, or of the main module.
func (b *Build) root() string {
	if b.work != "" {
		return filepath.Dir(b.work)
	}
	return b.mains[0].Dir
}

// isWorkspace reports whether modules.txt was written for a workspace.
func isWorkspace(data []byte) bool {
	line, _, _ := bytes.Cut(data, []byte("\n"))
	note, ok := bytes.CutPrefix(line, []byte("## "))
	if !ok {
		return false
	}
	for entry := range bytes.SplitSeq(note, []byte(";")) {
		if string(bytes.TrimSpace(entry)) == "workspace" {
			return true
		}
	}
	return false
}

// readVendored notes which module each vendored package is of.
func (b *Build) readVendored(data []byte) {
	b.vendored = map[string]module.Version{}
	var m module.Version
	for line := range strings.Lines(string(data)) {
		fields := strings.Fields(line)
		switch {
		case strings.HasPrefix(line, "# "):
			m = module.Version{}
			if len(fields) >= 3 && semver.IsValid(fields[2]) {
				m = module.Version{Path: fields[1], Version: fields[2]}
			} else if len(fields) >= 3 && fields[2] == "=>" {
				m = module.Version{Path: fields[1]}
			}
		case m.Path != "" && !strings.HasPrefix(line, "#") && len(fields) == 1:
			b.vendored[fields[0]] = m
		}
	}
}

// compareGo compares the version in a go line with one like go1.23.
func compareGo(goLine, with string) int { return version.Compare("go"+goLine, with) }
