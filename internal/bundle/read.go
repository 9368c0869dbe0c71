package bundle

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"

	"github.com/klauspost/compress/zstd"

	"github.com/cupelgo/cupel/evidence"
)

// Unpack writes the record and the artifacts of a bundle into dir, which exists and is empty. What is not a bundle as
// Write makes them is an error that names the entry and the reason; dir may hold a part of it then.
func Unpack(ctx context.Context, r io.Reader, dir string) (*evidence.Record, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	z, err := zstd.NewReader(reader{ctx, r}, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
		zstd.WithDecoderMaxWindow(maxWindow))
	if err != nil {
		return nil, err
	}
	defer z.Close()
	rec, err := unpackArchive(z, root)
	if err != nil {
		return nil, explained(err)
	}
	return rec, nil
}

// unpackArchive reads the archive that a bundle is when it is not compressed.
func unpackArchive(r io.Reader, root *os.Root) (*evidence.Record, error) {
	in := &limited{r: r, left: maxArchive}
	u := &unpacker{in: tar.NewReader(in), root: root}
	rec, err := u.all()
	if err != nil {
		return nil, err
	}
	return rec, ended(in)
}

// A limited reader gives an error where a limit is passed: what a few bytes expand to has no end of its own.
type limited struct {
	r    io.Reader
	left int64
}

func (l *limited) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, errTooLarge
	}
	n, err := l.r.Read(p[:min(int64(len(p)), l.left)])
	l.left -= int64(n)
	return n, err
}

var errTooLarge = fmt.Errorf("it unpacks to more than %d bytes", int64(maxArchive))

// explained says of errors below the archive what they mean.
func explained(err error) error {
	switch {
	case errors.Is(err, zstd.ErrMagicMismatch):
		return errors.New("it is not compressed by zstd, or something else follows the bundle")
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("%w: it was cut short", err)
	case errors.Is(err, zstd.ErrWindowSizeExceeded), errors.Is(err, zstd.ErrDecoderSizeExceeded):
		return fmt.Errorf("%w: unpacking it would take more than %d bytes of memory", err, maxWindow)
	}
	return err
}

// ended tells whether anything follows the archive.
func ended(r io.Reader) error {
	var next [1]byte
	switch _, err := io.ReadFull(r, next[:]); {
	case err == nil:
		return errors.New("more data follows the end of the archive")
	case !errors.Is(err, io.EOF):
		return err
	}
	return nil
}

// An unpacker reads the entries of a bundle.
type unpacker struct {
	in   *tar.Reader
	root *os.Root
}

func (u *unpacker) all() (*evidence.Record, error) {
	sums, err := u.first(sumsFile, maxSums)
	if err != nil {
		return nil, err
	}
	record, err := u.first(recordFile, maxRecord)
	if err != nil {
		return nil, err
	}
	rec, err := evidence.Decode(bytes.NewReader(record))
	if err != nil {
		return nil, fmt.Errorf("entry %q: %w", recordFile, err)
	}
	if err := checkArtifacts(rec, int64(len(record))); err != nil {
		return nil, fmt.Errorf("entry %q: %w", recordFile, err)
	}
	if err := compareSums(sums, sumsOf(rec, sum(record))); err != nil {
		return nil, err
	}
	if err := u.write(recordFile, bytes.NewReader(record)); err != nil {
		return nil, fmt.Errorf("entry %q: %w", recordFile, err)
	}
	return rec, u.artifacts(rec)
}

// first reads an entry that must come next.
func (u *unpacker) first(name string, limit int64) ([]byte, error) {
	h, err := u.in.Next()
	switch {
	case errors.Is(err, io.EOF):
		return nil, fmt.Errorf("entry %q is missing", name)
	case err != nil:
		return nil, fmt.Errorf("reading the archive: %w", err)
	case h.Name != name:
		return nil, fmt.Errorf("entry %q stands where %q must", h.Name, name)
	case h.Typeflag != tar.TypeReg:
		return nil, fmt.Errorf("entry %q: %w", name, errNotRegular)
	case h.Size > limit:
		return nil, fmt.Errorf("entry %q: it has %d bytes, at most %d are allowed", name, h.Size, limit)
	}
	data, err := io.ReadAll(u.in)
	if err != nil {
		return nil, fmt.Errorf("entry %q: %w", name, err)
	}
	return data, nil
}

var errNotRegular = errors.New("it is not a regular file: links, folders and devices have no place in a bundle")

// compareSums tells by which line a list of sums is not the one that follows from the record.
func compareSums(got, want []byte) error {
	names := map[string]string{}
	for line := range strings.Lines(string(want)) {
		digits, name, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		names[name] = digits
	}
	for line := range strings.Lines(string(got)) {
		digits, name, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		known := names[name]
		delete(names, name)
		switch {
		case !ok || !strings.HasSuffix(line, "\n"):
			return fmt.Errorf("entry %q: %q is no line of sha256sum", sumsFile, line)
		case known == "":
			return fmt.Errorf("entry %q: it lists %q, which the record does not have, or lists it twice", sumsFile, name)
		case known != digits:
			return fmt.Errorf("entry %q: %s says its sha256 is %s, and it is %s by its bytes or by the record", name, sumsFile, digits, known)
		}
	}
	for line := range strings.Lines(string(want)) {
		if _, name, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "  "); names[name] != "" {
			return fmt.Errorf("entry %q: it does not list %q", sumsFile, name)
		}
	}
	return nil
}

// artifacts reads the rest of the archive: each artifact of the record once, and nothing else.
func (u *unpacker) artifacts(rec *evidence.Record) error {
	open := map[string]evidence.Artifact{}
	for _, a := range rec.Artifacts {
		open[a.Name] = a
	}
	seen := taken{strings.ToLower(sumsFile): sumsFile, strings.ToLower(recordFile): recordFile}
	for {
		h, err := u.in.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("reading the archive: %w", err)
		}
		if err := seen.add(h.Name); err != nil {
			return fmt.Errorf("entry %q: %w", h.Name, err)
		}
		if err := u.artifact(h, open); err != nil {
			return fmt.Errorf("entry %q: %w", h.Name, err)
		}
		delete(open, h.Name)
	}
	for _, a := range sorted(rec.Artifacts) {
		if _, missing := open[a.Name]; missing {
			return fmt.Errorf("entry %q is missing", a.Name)
		}
	}
	return nil
}

func (u *unpacker) artifact(h *tar.Header, open map[string]evidence.Artifact) error {
	a, ok := open[h.Name]
	switch {
	case h.Typeflag != tar.TypeReg:
		return errNotRegular
	case !ok:
		return fmt.Errorf("%s does not list it", sumsFile)
	case h.Size != a.Bytes:
		return fmt.Errorf("it has %d bytes, the record says %d", h.Size, a.Bytes)
	}
	sum := sha256.New()
	if err := u.write(h.Name, io.TeeReader(u.in, sum)); err != nil {
		return err
	}
	if got := hex.EncodeToString(sum.Sum(nil)); got != a.SHA256 {
		return fmt.Errorf("its sha256 is %s, %s says %s", got, sumsFile, a.SHA256)
	}
	return nil
}

// write makes a file that was not there.
func (u *unpacker) write(name string, r io.Reader) error {
	if err := u.root.MkdirAll(path.Dir(name), 0o700); err != nil {
		return err
	}
	f, err := u.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	return errors.Join(err, f.Close())
}
