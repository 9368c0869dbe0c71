package gosource

import (
	"bytes"
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A Folder is what of a folder matters to Go.
type Folder struct {
	Go      []string // names of files that go/build looks at: *.go, not beginning with _ or .
	Folders []string // names of folders in it, symbolic links to folders not among them
	Links   []string // names of symbolic links to folders
	HasGo   bool     // there is a *.go file, whatever its name begins with
	HasMod  bool     // there is a go.mod: another module begins here
	Err     error    // why it could not be read; a folder that is not there wraps fs.ErrNotExist
}

// Folders remembers what was read of the file system. It is not for concurrent use.
type Folders struct {
	Over *Overlay // nil: all is read from the disk
	Disk *Folders // remembers what lies outside of the overlay; nil without one

	seen map[string]*Folder
	list listing
}

// Read returns what is in a folder.
func (f *Folders) Read(dir string) *Folder {
	if known, ok := f.seen[dir]; ok {
		return known
	}
	read := f.read(dir)
	f.note(dir, read)
	return read
}

func (f *Folders) note(dir string, read *Folder) {
	if f.seen == nil {
		f.seen = map[string]*Folder{}
	}
	f.seen[dir] = read
}

func (f *Folders) read(dir string) *Folder {
	if name, over := f.Over.name(dir); over {
		return f.Over.readDir(name, dir)
	}
	if f.Disk != nil {
		return f.Disk.Read(dir)
	}
	return readFolder(dir, &f.list)
}

// Known reports whether a folder was read, or lies in the overlay.
func (f *Folders) Known(dir string) bool {
	if f.Over.Covers(dir) {
		return true
	}
	if f.Disk != nil {
		return f.Disk.Known(dir)
	}
	_, known := f.seen[dir]
	return known
}

// Note remembers what was read of a folder that was not known.
func (f *Folders) Note(dir string, read *Folder) {
	if f.Disk != nil {
		f.Disk.Note(dir, read)
		return
	}
	f.note(dir, read)
}

// HasGo reports whether a folder has Go files, of whatever constraint.
func (f *Folders) HasGo(dir string) bool { return f.Read(dir).HasGo }

// HasMod reports whether a folder is the root of a module.
func (f *Folders) HasMod(dir string) bool { return f.Read(dir).HasMod }

func readFolder(dir string, by *listing) *Folder {
	d, err := openFolder(dir)
	if err != nil {
		return &Folder{Err: err}
	}
	defer d.close()
	return d.read(by)
}

// listed is how many bytes of entries are read of a folder at once.
const listed = 16 << 10

// typeUnknown is the type of an entry that the file system does not tell.
const typeUnknown fs.FileMode = fs.ModeType

// A listing is memory for listing folders, which is used again.
type listing struct {
	buf     []byte
	names   []byte // one after the other
	entries []entry
}

// An entry of a folder has a name that ends somewhere, where that of the next begins.
type entry struct {
	end  int
	mode fs.FileMode
}

// read lists the folder.
func (d folderFile) read(by *listing) *Folder {
	if by.buf == nil {
		by.buf = make([]byte, listed)
	}
	out, names, entries := &Folder{}, by.names[:0], by.entries[:0]
	out.Err = d.list(by.buf, func(name []byte, mode fs.FileMode) {
		if !mode.IsRegular() || bytes.HasSuffix(name, []byte(".go")) || string(name) == "go.mod" {
			names = append(names, name...)
			entries = append(entries, entry{len(names), mode})
		}
	})
	by.names, by.entries = names, entries
	rest, begin := string(names), 0 // one piece of memory for all
	for _, e := range entries {
		out.add(d.path, rest[begin:e.end], e.mode)
		begin = e.end
	}
	slices.Sort(out.Go)
	slices.Sort(out.Folders)
	slices.Sort(out.Links)
	return out
}

// add enters what a folder has.
func (f *Folder) add(dir, name string, mode fs.FileMode) {
	if mode == typeUnknown {
		info, err := os.Lstat(filepath.Join(dir, name))
		if err != nil {
			if !errors.Is(err, fs.ErrNotExist) {
				f.Err = cmp.Or(f.Err, err)
			}
			return
		}
		mode = info.Mode().Type()
	}
	isGo := strings.HasSuffix(name, ".go")
	if mode&fs.ModeSymlink != 0 {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			return
		}
		if info.IsDir() {
			f.Links = append(f.Links, name)
			return
		}
		isGo = isGo && info.Mode().IsRegular()
	} else if isGo && !mode.IsDir() {
		isGo = mode.IsRegular()
	}
	switch {
	case mode.IsDir():
		f.Folders = append(f.Folders, name)
	case name == "go.mod":
		f.HasMod = true
	case isGo:
		f.HasGo = true
		if name[0] != '_' && name[0] != '.' {
			f.Go = append(f.Go, name)
		}
	}
}
