// Package bundle packs a record and its artifacts into one file that can be sent elsewhere, and unpacks it there.
//
// A bundle is a tar archive, compressed by zstd. Its entries are regular files: SHA256SUMS in the form of sha256sum,
// evidence.json, then the artifacts in order of their names. The same record gives the same bytes.
//
// What is read may come from anyone. It is unpacked only as far as it is what SHA256SUMS and the record in it say, name
// by name and byte by byte; nothing in it is executed.
//
// Limitations: a bundle is not signed. Its sums tell that it is whole, not who made it.
//
// Sources: POSIX.1-2017 pax (ustar), RFC 8878 (zstd), sha256sum(1).
package bundle

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cupelgo/cupel/evidence"
)

// Extension is what names of bundles end in.
const Extension = ".tar.zst"

// The entries of every bundle.
const (
	sumsFile   = "SHA256SUMS"
	recordFile = "evidence.json"
)

// Limits of what is packed and unpacked: twice of what the store keeps in all, and far beyond what a measurement
// leaves. The start of gopls takes 1 MB, one of 15 s that is busy throughout 12 MB, in a dozen artifacts.
const (
	maxBytes   = 2 << 30           // of all entries, unpacked
	maxArchive = maxBytes + 64<<20 // with the archive's own blocks
	maxRecord  = 64 << 20          // of evidence.json, which is decoded in memory
	maxSums    = 1 << 20
	maxEntries = 1000
	maxName    = 200      // bytes
	maxWindow  = 32 << 20 // of zstd, what a reader has to keep in memory
)

// magic begins every zstd frame.
var magic = [4]byte{0x28, 0xb5, 0x2f, 0xfd}

// Is reports whether a path names a file that is a bundle by its name or by how it begins.
func Is(path string) bool {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return false
	}
	if strings.HasSuffix(path, Extension) {
		return true
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	var head [len(magic)]byte
	_, err = io.ReadFull(f, head[:])
	return err == nil && head == magic
}

// checkName tells what is wrong with the name of an artifact. What is refused means another file on some system, or
// does not survive in a list of sums.
func checkName(name string) error {
	switch {
	case len(name) > maxName:
		return fmt.Errorf("its name has %d bytes, at most %d are allowed", len(name), maxName)
	case strings.ContainsRune(name, '\\'):
		return fmt.Errorf("its name holds a backslash")
	case !utf8.ValidString(name) || strings.ContainsFunc(name, unicode.IsControl):
		return fmt.Errorf("its name holds bytes that are no printable text")
	case strings.HasPrefix(name, "/") || strings.Contains(name, ":"):
		return fmt.Errorf("its name is absolute or names a drive")
	case slices.Contains(strings.Split(name, "/"), ".."):
		return fmt.Errorf("its name leads out of the bundle")
	case filepath.ToSlash(filepath.Clean(filepath.FromSlash(name))) != name || !filepath.IsLocal(filepath.FromSlash(name)):
		return fmt.Errorf("its name is not in its shortest form")
	}
	return nil
}

// A taken is a set of names, of which no two may differ only in case: some file systems take those for one.
type taken map[string]string

func (t taken) add(name string) error {
	if err := checkName(name); err != nil {
		return err
	}
	folded := strings.ToLower(name)
	switch before, ok := t[folded]; {
	case ok && before == name:
		return fmt.Errorf("its name is there twice")
	case ok:
		return fmt.Errorf("its name differs from %q only in case", before)
	}
	t[folded] = name
	return nil
}

// checkArtifacts tells what is wrong with the list of a record, whose evidence.json has that many bytes.
func checkArtifacts(rec *evidence.Record, size int64) error {
	if len(rec.Artifacts) > maxEntries {
		return fmt.Errorf("the record has %d artifacts, at most %d are allowed", len(rec.Artifacts), maxEntries)
	}
	names := taken{strings.ToLower(sumsFile): sumsFile, strings.ToLower(recordFile): recordFile}
	total := size
	for _, a := range rec.Artifacts {
		if err := names.add(a.Name); err != nil {
			return fmt.Errorf("artifact %q: %w", a.Name, err)
		}
		if a.Bytes < 0 || a.Bytes > maxBytes-total {
			return fmt.Errorf("artifact %q: with it the bundle holds more than %d bytes", a.Name, int64(maxBytes))
		}
		total += a.Bytes
	}
	if size > maxRecord {
		return fmt.Errorf("%s has %d bytes, at most %d are allowed", recordFile, size, maxRecord)
	}
	return nil
}

// sumsOf is the list of all files in the form of sha256sum, in order of their names behind evidence.json.
func sumsOf(rec *evidence.Record, recordSum string) []byte {
	var out bytes.Buffer
	fmt.Fprintf(&out, "%s  %s\n", recordSum, recordFile)
	for _, a := range sorted(rec.Artifacts) {
		fmt.Fprintf(&out, "%s  %s\n", a.SHA256, a.Name)
	}
	return out.Bytes()
}

func sorted(list []evidence.Artifact) []evidence.Artifact {
	return slices.SortedFunc(slices.Values(list), func(a, b evidence.Artifact) int { return strings.Compare(a.Name, b.Name) })
}

// A reader ends with the context.
type reader struct {
	ctx context.Context
	r   io.Reader
}

func (r reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(p)
}
