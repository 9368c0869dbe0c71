package bundle

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"github.com/cupelgo/cupel/evidence"
)

// A forged archive is made entry by entry.
type forged struct {
	t      testing.TB
	packed bytes.Buffer
	z      *zstd.Encoder
	tar    *tar.Writer
}

func forge(t testing.TB) *forged {
	t.Helper()
	f := &forged{t: t}
	var err error
	if f.z, err = zstd.NewWriter(&f.packed, zstd.WithEncoderConcurrency(1)); err != nil {
		t.Fatal(err)
	}
	f.tar = tar.NewWriter(f.z)
	return f
}

func (f *forged) add(kind byte, name, text, to string) {
	f.t.Helper()
	h := &tar.Header{Typeflag: kind, Name: name, Size: int64(len(text)), Linkname: to, Mode: 0o644}
	if err := f.tar.WriteHeader(h); err != nil {
		f.t.Fatal(err)
	}
	if _, err := f.tar.Write([]byte(text)); err != nil {
		f.t.Fatal(err)
	}
}

func (f *forged) file(name, text string) { f.t.Helper(); f.add(tar.TypeReg, name, text, "") }

// honest adds the list of sums and a record of the artifacts given, in turns name and text.
func (f *forged) honest(artifacts ...string) {
	f.t.Helper()
	rec := &evidence.Record{Kind: "startup", ID: "20260102T030405Z-0000ab"}
	for i := 0; i < len(artifacts); i += 2 {
		text := []byte(artifacts[i+1])
		rec.Artifacts = append(rec.Artifacts, evidence.Artifact{Name: artifacts[i], Bytes: int64(len(text)), SHA256: sum(text)})
	}
	f.recordOf(rec)
}

func (f *forged) recordOf(rec *evidence.Record) {
	f.t.Helper()
	var b bytes.Buffer
	if err := rec.Encode(&b); err != nil {
		f.t.Fatal(err)
	}
	f.file(sumsFile, string(sumsOf(rec, sum(b.Bytes()))))
	f.file(recordFile, b.String())
}

func (f *forged) bytes() []byte {
	f.t.Helper()
	if err := f.tar.Close(); err != nil {
		f.t.Fatal(err)
	}
	if err := f.z.Close(); err != nil {
		f.t.Fatal(err)
	}
	return f.packed.Bytes()
}

// hostile are archives that are no bundle, each by one thing, and what is said of it.
var hostile = []struct {
	name, want string
	make       func(f *forged)
}{
	{"empty archive", `entry "SHA256SUMS" is missing`, func(*forged) {}},
	{"record first", `entry "evidence.json" stands where "SHA256SUMS" must`, func(f *forged) { f.file(recordFile, "{}") }},
	{"no record", `entry "evidence.json" is missing`, func(f *forged) { f.file(sumsFile, "") }},
	{"no json", `entry "evidence.json": not an evidence record`, func(f *forged) { f.file(sumsFile, ""); f.file(recordFile, "x") }},
	{"newer record", `cupel.evidence/v2; update cupel`, func(f *forged) {
		f.file(sumsFile, "")
		f.file(recordFile, `{"schema": "cupel.evidence/v2"}`)
	}},
	{"sums are a link", `entry "SHA256SUMS": it is not a regular file`, func(f *forged) { f.add(tar.TypeSymlink, sumsFile, "", "/etc/passwd") }},
	{"absolute", `entry "/etc/cron.d/x": its name is absolute`, func(f *forged) { f.honest("a", "1"); f.file("/etc/cron.d/x", "1") }},
	{"drive", `entry "C:x": its name is absolute or names a drive`, func(f *forged) { f.honest("a", "1"); f.file("C:x", "1") }},
	{"parent", `entry "../x": its name leads out`, func(f *forged) { f.honest("a", "1"); f.file("../x", "1") }},
	{"parent within", `entry "a/../../x": its name leads out`, func(f *forged) { f.honest("a", "1"); f.file("a/../../x", "1") }},
	{"backslash", `entry "..\\x": its name holds a backslash`, func(f *forged) { f.honest("a", "1"); f.file(`..\x`, "1") }},
	{"line end", `entry "a\nb": its name holds bytes`, func(f *forged) { f.honest("a", "1"); f.file("a\nb", "1") }},
	{"dot", `entry "./a": its name is not in its shortest form`, func(f *forged) { f.honest("a", "1"); f.file("./a", "1") }},
	{"long name", `its name has 201 bytes`, func(f *forged) { f.honest("a", "1"); f.file(strings.Repeat("n", 201), "1") }},
	{"symbolic link", `entry "a": it is not a regular file`, func(f *forged) { f.honest("a", "1"); f.add(tar.TypeSymlink, "a", "", "/etc/passwd") }},
	{"hard link", `entry "a": it is not a regular file`, func(f *forged) { f.honest("a", "1"); f.add(tar.TypeLink, "a", "", recordFile) }},
	{"device", `entry "a": it is not a regular file`, func(f *forged) { f.honest("a", "1"); f.add(tar.TypeChar, "a", "", "") }},
	{"pipe", `entry "a": it is not a regular file`, func(f *forged) { f.honest("a", "1"); f.add(tar.TypeFifo, "a", "", "") }},
	{"folder", `it is not a regular file`, func(f *forged) { f.honest("a", "1"); f.add(tar.TypeDir, "b", "", "") }},
	{"twice", `entry "a": its name is there twice`, func(f *forged) { f.honest("a", "1"); f.file("a", "1"); f.file("a", "1") }},
	{"record twice", `entry "evidence.json": its name is there twice`, func(f *forged) { f.honest("a", "1"); f.file(recordFile, "{}") }},
	{"case", `entry "A": its name differs from "a" only in case`, func(f *forged) { f.honest("a", "1"); f.file("a", "1"); f.file("A", "1") }},
	{"extra", `entry "b": SHA256SUMS does not list it`, func(f *forged) { f.honest("a", "1"); f.file("a", "1"); f.file("b", "1") }},
	{"missing", `entry "b" is missing`, func(f *forged) { f.honest("a", "1", "b", "2"); f.file("a", "1") }},
	{"wrong size", `entry "a": it has 2 bytes, the record says 1`, func(f *forged) { f.honest("a", "1"); f.file("a", "12") }},
	{"wrong bytes", `entry "a": its sha256 is`, func(f *forged) { f.honest("a", "1"); f.file("a", "2") }},
	{"file as folder", `entry "a/b": `, func(f *forged) { f.honest("a", "1", "a/b", "2"); f.file("a", "1"); f.file("a/b", "2") }},
	{"record names the outside", `entry "evidence.json": artifact "../x": its name leads out`, func(f *forged) { f.honest("../x", "1") }},
	{"record names twice", `entry "evidence.json": artifact "a": its name is there twice`, func(f *forged) { f.honest("a", "1", "a", "1") }},
	{"record names the sums", `artifact "sha256sums": its name differs from "SHA256SUMS"`, func(f *forged) { f.honest("sha256sums", "1") }},
	{"too many", `the record has 1001 artifacts, at most 1000`, func(f *forged) {
		var all []string
		for i := range 1001 {
			all = append(all, fmt.Sprint(i), "")
		}
		f.honest(all...)
	}},
	{"promises too much", `artifact "a": with it the bundle holds more than 2147483648 bytes`, func(f *forged) {
		f.recordOf(&evidence.Record{Artifacts: []evidence.Artifact{{Name: "a", Bytes: maxBytes, SHA256: sum(nil)}}})
	}},
	{"sums of another record", `entry "evidence.json": SHA256SUMS says its sha256 is`, func(f *forged) {
		f.file(sumsFile, sum(nil)+"  evidence.json\n")
		f.file(recordFile, `{"schema": "cupel.evidence/v1"}`)
	}},
	{"sums without the artifact", `it does not list "a"`, func(f *forged) {
		var b bytes.Buffer
		rec := &evidence.Record{Artifacts: []evidence.Artifact{{Name: "a", SHA256: sum(nil)}}}
		if err := rec.Encode(&b); err != nil {
			f.t.Fatal(err)
		}
		f.file(sumsFile, sum(b.Bytes())+"  evidence.json\n")
		f.file(recordFile, b.String())
	}},
	{"sums of no form", `is no line of sha256sum`, func(f *forged) { f.file(sumsFile, "x"); f.file(recordFile, `{"schema": "cupel.evidence/v1"}`) }},
	{"sums too long", `entry "SHA256SUMS": it has 1048577 bytes, at most`, func(f *forged) { f.file(sumsFile, strings.Repeat("x", maxSums+1)) }},
}

func TestHostile(t *testing.T) {
	for _, test := range hostile {
		t.Run(test.name, func(t *testing.T) {
			f := forge(t)
			test.make(f)
			refused(t, f.bytes(), test.want)
		})
	}
}

// refused wants an error, and nothing outside of the folder.
func refused(t *testing.T, packed []byte, want string) {
	t.Helper()
	around, root := folder(t)
	_, err := Unpack(context.Background(), bytes.NewReader(packed), root.Name())
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("Unpack: %v, want %q", err, want)
	}
	if all, err := os.ReadDir(around); err != nil || len(all) != 1 {
		t.Errorf("beside the folder there is now %v (%v)", all, err)
	}
}

// TestDamaged holds what is refused below the archive: the compression and its end.
func TestDamaged(t *testing.T) {
	rec, dir := recorded(t, "a", strings.Repeat("some text\n", 1000))
	whole := write(t, rec, dir)
	changed := bytes.Clone(whole)
	changed[len(changed)/2] ^= 0xff
	tests := []struct {
		name, want string
		packed     []byte
	}{
		{"nothing", "", nil},
		{"text", "not compressed by zstd", []byte("some text that is no archive")},
		{"gzip", "not compressed by zstd", zipped(t)},
		{"cut short", "cut short", whole[:len(whole)-9]},
		{"cut to half", "cut short", whole[:len(whole)/2]},
		{"changed", "", changed},
		{"garbage behind", "something else follows", append(bytes.Clone(whole), "garbage"...)},
		{"another bundle behind", "more data follows", append(bytes.Clone(whole), whole...)},
		{"no archive", "reading the archive", expanded(t, strings.NewReader(strings.Repeat("x", 1024)))},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { refused(t, test.packed, test.want) })
	}
}

func zipped(t *testing.T) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte("x")); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// expanded compresses what r gives.
func expanded(t testing.TB, r io.Reader, o ...zstd.EOption) []byte {
	t.Helper()
	var b bytes.Buffer
	z, err := zstd.NewWriter(&b, o...)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(z, r); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestBombs holds that little input cannot take much memory or disk.
func TestBombs(t *testing.T) {
	t.Run("window", func(t *testing.T) {
		refused(t, expanded(t, zeros(1<<20), zstd.WithWindowSize(64<<20)), "more than 33554432 bytes of memory")
	})
	t.Run("without end", func(t *testing.T) {
		l := &limited{r: zeros(100), left: 10}
		if n, err := io.Copy(io.Discard, l); n != 10 || err != errTooLarge {
			t.Errorf("read %d bytes, %v; want 10 and %v", n, err, errTooLarge)
		}
	})
}

// zeros gives so many zero bytes.
func zeros(n int64) io.Reader { return io.LimitReader(zero{}, n) }

type zero struct{}

func (zero) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// FuzzArchive holds that whatever an archive holds is a record or an error, and stays in its folder.
func FuzzArchive(f *testing.F) {
	rec, dir := recorded(f, "a", "some text\n", "b/c.tsv", "1\t2\n")
	f.Add(unpacked(f, write(f, rec, dir)))
	for _, h := range hostile {
		forged := forge(f)
		h.make(forged)
		if data := unpacked(f, forged.bytes()); len(data) < 64<<10 {
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, archive []byte) {
		around, root := folder(t)
		rec, err := unpackArchive(bytes.NewReader(archive), root)
		if all, err := os.ReadDir(around); err != nil || len(all) != 1 {
			t.Fatalf("beside the folder there is now %v (%v)", all, err)
		}
		if err == nil {
			write(t, rec, root.Name()) // what was taken is whole
		}
	})
}

// folder makes a folder alone in another.
func folder(t *testing.T) (around string, root *os.Root) {
	t.Helper()
	around = t.TempDir()
	dir := filepath.Join(around, "record")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	return around, root
}

// FuzzUnpack holds that whatever bytes come are a record or an error.
func FuzzUnpack(f *testing.F) {
	rec, dir := recorded(f, "a", "some text\n", "b/c.tsv", "1\t2\n")
	whole := write(f, rec, dir)
	f.Add(whole)
	f.Add(whole[:len(whole)/2])
	f.Add(append(bytes.Clone(whole), whole...))
	f.Fuzz(func(t *testing.T, packed []byte) {
		around, root := folder(t)
		_, err := Unpack(context.Background(), bytes.NewReader(packed), root.Name())
		if all, err := os.ReadDir(around); err != nil || len(all) != 1 {
			t.Fatalf("beside the folder there is now %v (%v)", all, err)
		}
		if err != nil && strings.TrimSpace(err.Error()) == "" {
			t.Error("an error without a text")
		}
	})
}

// unpacked is the archive in a bundle.
func unpacked(t testing.TB, packed []byte) []byte {
	t.Helper()
	z, err := zstd.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	data, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
