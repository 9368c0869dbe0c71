package gosource

import (
	"io"
	"io/fs"
	"path/filepath"
)

// chunk is what is read of a file at first: of all Go files in a large repository 1.3 % have a longer header.
const chunk = 4 << 10

// limit is the most that is read of a file: more than any that compiles.
const limit = 1 << 30

// A Reader reads headers of files, one at a time, into memory that it uses again.
type Reader struct {
	Over *Overlay // nil: all is read from the disk

	buf    []byte // of a file
	list   listing
	header Header
}

// Read calls visit with the header of each named file of a folder, which is valid until it returns, and the size of the file
// in bytes. The error is an *Error if the file does not count for what it holds, and that of the system if it cannot be
// read: there is no header then.
func (r *Reader) Read(dir string, names []string, visit func(i int, h *Header, size int64, err error)) {
	if !r.Over.OnDisk(dir, names) {
		r.readOver(dir, names, visit)
		return
	}
	folder, err := openFolder(dir)
	if err != nil {
		for i := range names {
			visit(i, nil, 0, err)
		}
		return
	}
	defer folder.close()
	r.readAll(folder, names, visit)
}

// ReadFolder lists a folder of the disk, and does as Read for those of its files that choose names.
func (r *Reader) ReadFolder(dir string, choose func(*Folder) []string, visit func(i int, h *Header, size int64, err error)) *Folder {
	folder, err := openFolder(dir)
	if err != nil {
		return &Folder{Err: err}
	}
	defer folder.close()
	out := folder.read(&r.list)
	r.readAll(folder, choose(out), visit)
	return out
}

func (r *Reader) readAll(folder folderFile, names []string, visit func(i int, h *Header, size int64, err error)) {
	for i, name := range names {
		h, size, err := r.read(folder, name)
		visit(i, h, size, err)
	}
}

// readOver does as Read for a folder in an overlay: only what the disk does not hold is read from there.
func (r *Reader) readOver(dir string, names []string, visit func(i int, h *Header, size int64, err error)) {
	for i, name := range names {
		if r.Over.OnDisk(dir, names[i:i+1]) {
			disk := Reader{buf: r.buf}
			disk.Read(dir, names[i:i+1], func(_ int, h *Header, size int64, err error) { visit(i, h, size, err) })
			r.buf = disk.buf
			continue
		}
		at, _ := r.Over.name(filepath.Join(dir, name))
		data, err := fs.ReadFile(r.Over.Files, at)
		if err != nil {
			visit(i, nil, 0, err)
			continue
		}
		h := &r.header
		if Scan(data, true, h) != Done {
			err = Parse(data, h)
		}
		visit(i, h, int64(len(data)), err)
	}
}

func (r *Reader) read(folder folderFile, name string) (*Header, int64, error) {
	f, err := folder.open(name)
	if err != nil {
		return nil, 0, err
	}
	defer f.close()
	if r.buf == nil {
		r.buf = make([]byte, chunk)
	}
	n, err := f.Read(r.buf[:chunk])
	if err != nil && err != io.EOF {
		return nil, 0, err
	}
	if n < chunk { // a file that gives less than it is asked for has no more
		h, err := r.scan(f, n, int64(n))
		return h, int64(n), err
	}
	if Scan(r.buf[:n], false, &r.header) == Done {
		size, err := f.end()
		if err != nil {
			return nil, 0, err
		}
		return &r.header, size, nil
	}
	size, err := f.size()
	if err != nil {
		return nil, 0, err
	}
	h, err := r.scan(f, n, size)
	return h, size, err
}

// scan reads more and more of a file of which n bytes are there until its header is complete.
func (r *Reader) scan(f file, n int, size int64) (*Header, error) {
	for {
		whole := int64(n) >= size
		switch Scan(r.buf[:n], whole, &r.header) {
		case Done:
			return &r.header, nil
		case Doubt:
			return r.parse(f, n)
		}
		if n > limit {
			return nil, &Error{Line: 1, Text: "the file is too large"}
		}
		if more := 4*n - len(r.buf); more > 0 {
			r.buf = append(r.buf, make([]byte, more)...)
		}
		m, err := f.Read(r.buf[n : 4*n])
		if err == io.EOF {
			size = int64(n) // it was cut off meanwhile
		} else if err != nil {
			return nil, err
		}
		n += m
	}
}

// parse leaves the whole file to go/parser.
func (r *Reader) parse(f io.Reader, n int) (*Header, error) {
	rest, err := io.ReadAll(io.LimitReader(f, limit))
	if err != nil {
		return nil, err
	}
	return &r.header, Parse(append(r.buf[:n:n], rest...), &r.header)
}
