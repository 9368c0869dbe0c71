package startup

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/store"
)

// Analyze computes the findings of a record anew, whose artifacts lie in dir, with this version's analysis, and
// stores them as a new record in s beside copies of the same artifacts. The old files stay as they are; old becomes
// the new record.
func Analyze(s *store.Store, old *evidence.Record, dir string, tool evidence.Tool, o Options) (*Result, error) {
	ref := old.ID
	if old.Kind != Kind {
		return nil, fmt.Errorf("record %s is of kind %q; analyze understands %q", old.ID, old.Kind, Kind)
	}
	draft, err := s.Begin(o.Now(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("opening the store: %w", err)
	}
	defer draft.Discard()
	if err := copyArtifacts(draft.Dir(), dir, old.Artifacts); err != nil {
		return nil, err
	}
	old.Tool, old.ID = tool, draft.ID()
	if err := analyze(draft.Dir(), old); err != nil {
		return nil, fmt.Errorf("record %s: %w", ref, err)
	}
	if err := writeProfiles(draft.Dir()); err != nil {
		return nil, fmt.Errorf("record %s: writing profiles: %w", ref, err)
	}
	path, err := draft.Commit(old)
	if err != nil {
		return nil, fmt.Errorf("storing the record: %w", err)
	}
	return &Result{Record: old, Path: path}, nil
}

// copyArtifacts copies the artifacts that a record names, apart from those made anew. A record may come from anywhere, so
// names are looked up inside its own folder only.
func copyArtifacts(to, from string, list []evidence.Artifact) error {
	src, err := os.OpenRoot(from)
	if err != nil {
		return err
	}
	defer src.Close()
	dst, err := os.OpenRoot(to)
	if err != nil {
		return err
	}
	defer dst.Close()
	for _, a := range list {
		if isDerived(a.Name) {
			continue
		}
		if err := copyArtifact(dst, src, a); err != nil {
			return fmt.Errorf("copying artifact %q: %w", a.Name, err)
		}
	}
	return nil
}

func copyArtifact(dst, src *os.Root, a evidence.Artifact) error {
	in, err := src.Open(a.Name)
	if errors.Is(err, fs.ErrNotExist) {
		return errors.New("it is not there; of older records evidence.json alone is kept")
	}
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := dst.Create(a.Name)
	if err != nil {
		return err
	}
	h := sha256.New()
	_, err = io.Copy(io.MultiWriter(out, h), in)
	if err := errors.Join(err, out.Close()); err != nil {
		return err
	}
	if got := hex.EncodeToString(h.Sum(nil)); got != a.SHA256 {
		return fmt.Errorf("its sha256 is %s, the record says %s: the evidence was changed", got, a.SHA256)
	}
	return nil
}
