package bundle

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/cupelgo/cupel/evidence"
)

// A Rewrite copies an artifact and passes the texts in it through f.
type Rewrite = func(w io.Writer, r io.Reader, f func(string) string) error

// Redact makes a copy of a record and its artifacts in from without what places hides, in the empty folder to. Other
// gives what rewrites artifacts that are neither text nor JSON, nil if there is nothing: such an artifact is left out,
// and the record says so.
func Redact(ctx context.Context, rec *evidence.Record, from, to string, places *Places, other func(name string) Rewrite) (*evidence.Record, error) {
	c, err := places.record(rec)
	if err != nil {
		return nil, err
	}
	src, err := os.OpenRoot(from)
	if err != nil {
		return nil, err
	}
	defer src.Close()
	dst, err := os.OpenRoot(to)
	if err != nil {
		return nil, err
	}
	defer dst.Close()
	c.Artifacts = nil
	for _, a := range rec.Artifacts {
		done, err := rewriteArtifact(ctx, dst, src, a, rewriteOf(a, other), places)
		if bad := (*unredactable)(nil); errors.As(err, &bad) {
			c.Skipped = append(c.Skipped, evidence.Skipped{
				What: "artifact " + places.Hide(a.Name), Why: "it was left out of the bundle: " + places.Hide(bad.Error()),
				Remedy: "cupel bundle without --redact",
			})
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("artifact %q: %w", a.Name, err)
		}
		c.Artifacts = append(c.Artifacts, done)
	}
	c.Redacted = places.Hides()
	return c, nil
}

// unredactable is the error of an artifact that cannot be rewritten.
type unredactable struct{ why string }

func (u *unredactable) Error() string { return u.why }

// Has reports whether a record has an artifact of that name.
func Has(rec *evidence.Record, name string) bool {
	return slices.ContainsFunc(rec.Artifacts, func(a evidence.Artifact) bool { return a.Name == name })
}

// record returns a copy of rec without what is hidden.
func (p *Places) record(rec *evidence.Record) (*evidence.Record, error) {
	var whole, out bytes.Buffer
	if err := rec.Encode(&whole); err != nil {
		return nil, err
	}
	if err := rewriteJSON(&out, &whole, p.Hide); err != nil {
		return nil, err
	}
	return evidence.Decode(&out)
}

// rewriteOf returns what rewrites an artifact, nil if nothing can.
func rewriteOf(a evidence.Artifact, other func(string) Rewrite) Rewrite {
	switch path.Ext(a.Name) {
	case ".json":
		return rewriteJSON
	case ".tsv", ".txt", ".log":
		return rewriteText
	}
	return other(a.Name)
}

// rewriteArtifact writes one artifact anew and describes what came of it.
func rewriteArtifact(ctx context.Context, dst, src *os.Root, a evidence.Artifact, rewrite Rewrite, places *Places) (evidence.Artifact, error) {
	if rewrite == nil {
		return a, &unredactable{"paths cannot be taken out of a file of this kind"}
	}
	in, err := openArtifact(src, a)
	if err != nil {
		return a, err
	}
	defer in.Close()
	if err := dst.MkdirAll(path.Dir(a.Name), 0o700); err != nil {
		return a, err
	}
	out, err := dst.OpenFile(a.Name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return a, err
	}
	was, is, size := sha256.New(), sha256.New(), &length{}
	from := io.TeeReader(reader{ctx, in}, was)
	bad := rewrite(io.MultiWriter(out, is, size), from, places.Hide)
	_, err = io.Copy(io.Discard, from)
	if err := errors.Join(err, out.Close()); err != nil {
		return a, err
	}
	if got := hex.EncodeToString(was.Sum(nil)); got != a.SHA256 {
		return a, fmt.Errorf("its sha256 is %s, the record says %s: the evidence was changed", got, a.SHA256)
	}
	if bad != nil {
		return a, errors.Join(&unredactable{bad.Error()}, dst.Remove(a.Name))
	}
	a.Bytes, a.SHA256 = size.n, hex.EncodeToString(is.Sum(nil))
	return a, nil
}

// length counts bytes.
type length struct{ n int64 }

func (l *length) Write(p []byte) (int, error) {
	l.n += int64(len(p))
	return len(p), nil
}

// rewriteText passes each line through f.
func rewriteText(w io.Writer, r io.Reader, f func(string) string) error {
	return eachLine(w, r, f)
}

// rewriteJSON passes each string of JSON through f, keys as well. All else stays as it is. Strings have no ends of
// lines in them, so that lines can be taken one by one.
func rewriteJSON(w io.Writer, r io.Reader, f func(string) string) error {
	return eachLine(w, r, func(line string) string { return jsonStrings(line, f) })
}

func eachLine(w io.Writer, r io.Reader, f func(string) string) error {
	in, out := bufio.NewReaderSize(r, 64<<10), bufio.NewWriter(w)
	for {
		line, err := in.ReadString('\n')
		if _, err := out.WriteString(f(line)); err != nil {
			return err
		}
		if errors.Is(err, io.EOF) {
			return out.Flush()
		}
		if err != nil {
			return err
		}
	}
}

// jsonStrings passes the strings of a line of JSON through f.
func jsonStrings(line string, f func(string) string) string {
	var out strings.Builder
	for {
		begin := strings.IndexByte(line, '"')
		if begin < 0 {
			break
		}
		end := endOfString(line[begin:])
		if end < 0 {
			break
		}
		out.WriteString(line[:begin])
		out.WriteString(jsonString(line[begin:begin+end], f))
		line = line[begin+end:]
	}
	out.WriteString(line)
	return out.String()
}

// endOfString returns where the JSON string that s begins with ends, -1 if it does not.
func endOfString(s string) int {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return -1
}

// jsonString passes a quoted string through f. One that f leaves alone keeps its spelling.
func jsonString(quoted string, f func(string) string) string {
	var text string
	if err := json.Unmarshal([]byte(quoted), &text); err != nil {
		return f(quoted)
	}
	changed := f(text)
	if changed == text {
		return quoted
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.Encode(changed) // a string has no error
	return strings.TrimSuffix(out.String(), "\n")
}
