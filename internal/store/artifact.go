package store

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"

	"github.com/cupelgo/cupel/evidence"
)

// collect sets the artifacts of rec to the regular files of the draft, by name, and warns of
// everything else that is not a folder: a link would show whatever it points to on the day it
// is read.
func collect(draft *os.Root, rec *evidence.Record) error {
	media := map[string]string{}
	for _, given := range rec.Artifacts {
		media[given.Name] = given.Media
	}
	rec.Artifacts = nil
	return fs.WalkDir(draft.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return fmt.Errorf("collecting artifacts: %w", err)
		case entry.IsDir() || name == recordFile:
			return nil
		case !entry.Type().IsRegular():
			text := fmt.Sprintf("artifact %q is left out: it is not a regular file", name)
			rec.Warnings = append(rec.Warnings, evidence.Warning{Text: text})
			return nil
		}
		artifact, err := describe(draft, name)
		if err != nil {
			return fmt.Errorf("collecting artifact %s: %w", name, err)
		}
		if given := media[name]; given != "" {
			artifact.Media = given
		}
		rec.Artifacts = append(rec.Artifacts, artifact)
		return nil
	})
}

// describe reads one artifact through and flushes it to the disk.
func describe(draft *os.Root, name string) (evidence.Artifact, error) {
	f, err := draft.Open(name)
	if err != nil {
		return evidence.Artifact{}, err
	}
	defer f.Close()
	hash := sha256.New()
	size, err := io.Copy(hash, f)
	if err != nil {
		return evidence.Artifact{}, err
	}
	if err := flush(f); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return evidence.Artifact{}, err
	}
	sum := hex.EncodeToString(hash.Sum(nil))
	return evidence.Artifact{Name: name, Media: mediaType(name), Bytes: size, SHA256: sum}, nil
}

// mediaType is a fixed table: that of package mime differs from machine to machine.
func mediaType(name string) string {
	switch path.Ext(name) {
	case ".json":
		return "application/json"
	case ".txt", ".log":
		return "text/plain; charset=utf-8"
	case ".tsv":
		return "text/tab-separated-values; charset=utf-8"
	case ".html":
		return "text/html; charset=utf-8"
	case ".gz":
		return "application/gzip"
	}
	return "application/octet-stream"
}
