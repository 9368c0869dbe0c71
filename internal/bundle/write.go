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
	"io/fs"
	"os"
	"time"

	"github.com/klauspost/compress/zstd"

	"github.com/cupelgo/cupel/evidence"
)

// Write packs a record whose artifacts lie in dir. An artifact that is not what the record says is an error that names
// it; then what was written until then is no bundle. Artifacts are streamed, never held in memory.
func Write(ctx context.Context, w io.Writer, rec *evidence.Record, dir string) error {
	var record bytes.Buffer
	if err := rec.Encode(&record); err != nil {
		return err
	}
	if err := checkArtifacts(rec, int64(record.Len())); err != nil {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("opening record: %w", err)
	}
	defer root.Close()
	// One block at a time: the same bytes on every machine, and little memory.
	z, err := zstd.NewWriter(w, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedBetterCompression))
	if err != nil {
		return err
	}
	p := &packer{ctx: ctx, root: root, out: tar.NewWriter(z), time: stamp(rec.Created)}
	if err := p.all(rec, record.Bytes()); err != nil {
		return err
	}
	return errors.Join(p.out.Close(), z.Close())
}

// A packer writes the entries of a bundle.
type packer struct {
	ctx  context.Context
	root *os.Root
	out  *tar.Writer
	time time.Time // of all entries
}

// stamp is a time as every tar can hold it.
func stamp(t time.Time) time.Time {
	return time.Unix(max(t.Unix(), 0), 0).UTC()
}

func (p *packer) all(rec *evidence.Record, record []byte) error {
	if err := p.whole(sumsFile, sumsOf(rec, sum(record))); err != nil {
		return err
	}
	if err := p.whole(recordFile, record); err != nil {
		return err
	}
	for _, a := range sorted(rec.Artifacts) {
		if err := p.artifact(a); err != nil {
			return fmt.Errorf("artifact %q: %w", a.Name, err)
		}
	}
	return nil
}

func (p *packer) whole(name string, data []byte) error {
	if err := p.header(name, int64(len(data))); err != nil {
		return err
	}
	_, err := p.out.Write(data)
	return err
}

func (p *packer) header(name string, size int64) error {
	return p.out.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Size: size, Mode: 0o644, ModTime: p.time})
}

func (p *packer) artifact(a evidence.Artifact) error {
	f, err := openArtifact(p.root, a)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := p.header(a.Name, a.Bytes); err != nil {
		return err
	}
	h := sha256.New()
	if _, err := io.CopyN(io.MultiWriter(p.out, h), reader{p.ctx, f}, a.Bytes); err != nil {
		return err
	}
	if got := hex.EncodeToString(h.Sum(nil)); got != a.SHA256 {
		return fmt.Errorf("its sha256 is %s, the record says %s: the evidence was changed", got, a.SHA256)
	}
	return nil
}

// openArtifact opens the file of an artifact, which must be a regular one of the size that the record says.
func openArtifact(root *os.Root, a evidence.Artifact) (*os.File, error) {
	info, err := root.Lstat(a.Name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, errors.New("it is missing; the store keeps those of the newest records only")
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errors.New("it is not a regular file")
	case info.Size() != a.Bytes:
		return nil, fmt.Errorf("it has %d bytes, the record says %d: the evidence was changed", info.Size(), a.Bytes)
	}
	return root.Open(a.Name)
}

func sum(data []byte) string {
	h := sha256.Sum256(data)
	return hex.EncodeToString(h[:])
}
