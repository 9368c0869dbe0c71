package bundle

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/evidence"
)

// recorded makes a folder with the files given, in turns name and text, and a record of them.
func recorded(t testing.TB, files ...string) (*evidence.Record, string) {
	t.Helper()
	dir := t.TempDir()
	rec := &evidence.Record{
		Schema: evidence.Schema, Kind: "startup", ID: "20260102T030405Z-0000ab",
		Created: time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC),
	}
	for i := 0; i < len(files); i += 2 {
		name, text := files[i], files[i+1]
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
		rec.Artifacts = append(rec.Artifacts, evidence.Artifact{
			Name: name, Media: "text/plain", Bytes: int64(len(text)), SHA256: sum([]byte(text)),
		})
	}
	return rec, dir
}

func write(t testing.TB, rec *evidence.Record, dir string) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(context.Background(), &b, rec, dir); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestRoundTrip(t *testing.T) {
	rec, dir := recorded(t, "output.txt", "said\n", "inner/folder/file.tsv", "a\tb\n", "empty", "", "größe.txt", "1")
	packed := write(t, rec, dir)
	if again := write(t, rec, dir); !bytes.Equal(packed, again) {
		t.Error("the same record gave other bytes")
	}
	to := t.TempDir()
	got, err := Unpack(context.Background(), bytes.NewReader(packed), to)
	if err != nil {
		t.Fatal(err)
	}
	var want, have bytes.Buffer
	if err := errors.Join(rec.Encode(&want), got.Encode(&have)); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want.String(), have.String()); diff != "" {
		t.Errorf("the record differs (-want +got):\n%s", diff)
	}
	for _, a := range rec.Artifacts {
		was, err := os.ReadFile(filepath.Join(dir, a.Name))
		is, err2 := os.ReadFile(filepath.Join(to, a.Name))
		if err := errors.Join(err, err2); err != nil || !bytes.Equal(was, is) {
			t.Errorf("%s is %q, want %q (%v)", a.Name, is, was, err)
		}
	}
	if again := write(t, got, to); !bytes.Equal(packed, again) {
		t.Error("what was unpacked gave another bundle")
	}
}

// TestOtherTools unpacks a bundle without Cupel.
func TestOtherTools(t *testing.T) {
	for _, tool := range []string{"tar", "zstd", "sha256sum"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip(err)
		}
	}
	rec, dir := recorded(t, "output.txt", "said\n", "inner/"+strings.Repeat("long/", 30)+"file.tsv", "a\tb\n")
	to := t.TempDir()
	file := filepath.Join(to, "x"+Extension)
	if err := os.WriteFile(file, write(t, rec, dir), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"tar", "--zstd", "-xf", file}, {"sha256sum", "--strict", "-c", sumsFile}} {
		cmd := exec.Command(args[0], args[1:]...)
		cmd.Dir = to
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", args[0], err, out)
		}
	}
}

func TestWriteRefuses(t *testing.T) {
	artifact := func(name string, size int64) evidence.Artifact {
		return evidence.Artifact{Name: name, Bytes: size, SHA256: sum(nil)}
	}
	tests := []struct {
		name   string
		change func(t *testing.T, rec *evidence.Record, file string)
		want   string
	}{
		{"changed", func(t *testing.T, _ *evidence.Record, file string) { put(t, file, "SAID\n") },
			`artifact "output.txt": its sha256 is`},
		{"longer", func(t *testing.T, _ *evidence.Record, file string) { put(t, file, "said more\n") },
			`artifact "output.txt": it has 10 bytes, the record says 5`},
		{"missing", func(t *testing.T, _ *evidence.Record, file string) { remove(t, file) },
			`artifact "output.txt": it is missing; the store keeps those of the newest records only`},
		{"link", func(t *testing.T, _ *evidence.Record, file string) { remove(t, file); link(t, "/etc/hosts", file) },
			`artifact "output.txt": it is not a regular file`},
		{"outside", func(_ *testing.T, rec *evidence.Record, _ string) {
			rec.Artifacts = append(rec.Artifacts, artifact("../secret", 0))
		}, `artifact "../secret": its name leads out`},
		{"the record itself", func(_ *testing.T, rec *evidence.Record, _ string) {
			rec.Artifacts = append(rec.Artifacts, artifact("Evidence.json", 0))
		}, `artifact "Evidence.json": its name differs from "evidence.json" only in case`},
		{"too large", func(_ *testing.T, rec *evidence.Record, _ string) {
			rec.Artifacts = append(rec.Artifacts, artifact("large", maxBytes))
		}, `artifact "large": with it the bundle holds more than`},
		{"overflow", func(_ *testing.T, rec *evidence.Record, _ string) {
			rec.Artifacts = append(rec.Artifacts, artifact("a", 1<<62), artifact("b", 1<<62), artifact("c", -1))
		}, `artifact "a": with it the bundle holds more than`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			rec, dir := recorded(t, "output.txt", "said\n")
			test.change(t, rec, filepath.Join(dir, "output.txt"))
			err := Write(context.Background(), new(bytes.Buffer), rec, dir)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("Write: %v, want %q", err, test.want)
			}
		})
	}
}

func put(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func remove(t *testing.T, file string) {
	t.Helper()
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
}

func link(t *testing.T, to, file string) {
	t.Helper()
	if err := os.Symlink(to, file); err != nil {
		t.Skip(err)
	}
}

func TestInterrupted(t *testing.T) {
	rec, dir := recorded(t, "output.txt", "said\n")
	packed := write(t, rec, dir)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := Write(ctx, new(bytes.Buffer), rec, dir); !errors.Is(err, context.Canceled) {
		t.Errorf("Write: %v, want %v", err, context.Canceled)
	}
	if _, err := Unpack(ctx, bytes.NewReader(packed), t.TempDir()); !errors.Is(err, context.Canceled) {
		t.Errorf("Unpack: %v, want %v", err, context.Canceled)
	}
}

func TestIs(t *testing.T) {
	rec, dir := recorded(t, "output.txt", "said\n", "broken.tar.zst", "", "short", "\x28")
	put(t, filepath.Join(dir, "other"), string(write(t, rec, dir)))
	for name, want := range map[string]bool{
		"broken.tar.zst": true, "other": true, "output.txt": false, "short": false, "none.tar.zst": false, ".": false,
	} {
		if got := Is(filepath.Join(dir, name)); got != want {
			t.Errorf("Is(%s) = %v, want %v", name, got, want)
		}
	}
}
