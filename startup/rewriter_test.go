package startup

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/evidence"
	bundles "github.com/cupelgo/cupel/internal/bundle" // bundle is a function here
	"github.com/cupelgo/cupel/internal/gotrace"
	"github.com/cupelgo/cupel/internal/timeline"
)

// What is planted into artifacts, and must not be in any byte of their redacted copies.
const (
	plantedHome = "/home/quillfeather"
	plantedUser = "quillfeather"
	plantedHost = "brasslantern"
)

func plantedPlaces() *bundles.Places {
	return bundles.NewPlaces(bundles.Machine{
		Home: plantedHome, Work: plantedHome + "/work", Temp: "/tmp", User: plantedUser, Host: plantedHost,
	})
}

// plantedRecord copies a recording and plants the home folder, the user and the host into each artifact, where its
// format has texts.
func plantedRecord(t *testing.T, from string) (*evidence.Record, string) {
	t.Helper()
	dir := t.TempDir()
	plant := func(s string) string { return strings.ReplaceAll(s, "/tmp/", plantedHome+"/work/") }
	files, err := filepath.Glob(filepath.Join(from, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		name := filepath.Base(file)
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		switch {
		case strings.HasSuffix(name, ".golden"):
			continue
		case name == fileTrace:
			err = gotrace.Rewrite(&out, bytes.NewReader(data), plant)
		case name == fileObserved:
			out.WriteString(strings.Replace(string(data), "{", `{"notes": ["`+plantedHome+`/x of `+plantedUser+` on `+plantedHost+`"],`, 1))
		default:
			out.WriteString(plant(string(data)))
		}
		if err != nil {
			t.Fatal(err)
		}
		writeTo(t, dir, name, out.Bytes())
	}
	rec := &evidence.Record{Schema: evidence.Schema, Kind: Kind, ID: "20260102T030405Z-0000ab"}
	if err := analyze(dir, rec); err != nil {
		t.Fatal(err)
	}
	writeTo(t, dir, fileOutput, []byte("reading "+plantedHome+"/.netrc\n"+plantedUser+"@"+plantedHost+"\n"))
	writeTo(t, dir, "lines.tsv", []byte("site\t"+plantedHome+"/work/main.go\n"))
	writeTo(t, dir, "core", []byte(plantedHome))
	plantProfile(t, dir)
	rec.Subject.Args = []string{"--config", plantedHome + "/config.yaml"}
	rec.Warnings = append(rec.Warnings, evidence.Warning{Text: "seen on " + plantedHost})
	list(t, rec, dir)
	return rec, dir
}

// plantProfile writes a profile with planted texts in each of its fields.
func plantProfile(t *testing.T, dir string) {
	t.Helper()
	b := newProfile(plantedHome+"/bin/x", "cpu/nanoseconds")
	b.add(timeline.NewStack(timeline.Frame{Func: "main.main", File: plantedHome + "/work/main.go", Line: 3}), labels{{"process", plantedHome + "/bin/y"}}, 1)
	b.p.Comments, b.p.DropFrames, b.p.DocURL = []string{plantedUser}, plantedHost, "file://"+plantedHome+"/doc"
	b.p.Mapping[0].BuildID = plantedHost
	var out bytes.Buffer
	if err := b.write(&out); err != nil {
		t.Fatal(err)
	}
	writeTo(t, dir, fileCPU, out.Bytes())
}

func writeTo(t *testing.T, dir, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// list sets the artifacts of rec to the files in dir.
func list(t *testing.T, rec *evidence.Record, dir string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(data)
		rec.Artifacts = append(rec.Artifacts, evidence.Artifact{
			Name: filepath.Base(file), Bytes: int64(len(data)), SHA256: hex.EncodeToString(sum[:]),
		})
	}
}

// TestRedacted plants folders and names into every kind of artifact of recorded evidence: the bundle has none of them in
// any byte, and the same findings, metrics and phases follow from it.
func TestRedacted(t *testing.T) {
	for _, from := range recorded(t) {
		t.Run(filepath.Base(from), func(t *testing.T) {
			t.Parallel()
			rec, dir := plantedRecord(t, from)
			to := t.TempDir()
			redacted, err := bundles.Redact(context.Background(), rec, dir, to, plantedPlaces(), Rewriter)
			if err != nil {
				t.Fatal(err)
			}
			var packed bytes.Buffer
			if err := bundles.Write(context.Background(), &packed, redacted, to); err != nil {
				t.Fatal(err)
			}
			out := t.TempDir()
			got, err := bundles.Unpack(context.Background(), &packed, out)
			if err != nil {
				t.Fatal(err)
			}
			holdsNothing(t, out, plantedHome, plantedUser, plantedHost)
			if bundles.Has(got, "core") || len(got.Artifacts) != len(rec.Artifacts)-1 || len(got.Redacted) == 0 {
				t.Errorf("redacted %v: artifacts %v, want all but core", got.Redacted, got.Artifacts)
			}
			again := &evidence.Record{Subject: rec.Subject, Host: rec.Host}
			if err := analyze(out, again); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(rec.Findings, again.Findings); diff != "" {
				t.Errorf("findings differ (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(rec.Metrics, again.Metrics); diff != "" {
				t.Errorf("metrics differ (-want +got):\n%s", diff)
			}
		})
	}
}

// TestRewrittenTrace holds that a text which grows beyond what a trace may hold does not stay as it was.
func TestRewrittenTrace(t *testing.T) {
	trace, err := os.ReadFile("testdata/recorded/regexp-at-init-go1.26.0/" + fileTrace)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(trace, []byte("rules.go")) {
		t.Fatal("the trace does not name the file that is to be replaced")
	}
	var out bytes.Buffer
	grow := func(s string) string { return strings.ReplaceAll(s, "rules.go", strings.Repeat("x", 2*longestString)) }
	if err := Rewriter(fileTrace)(&out, bytes.NewReader(trace), grow); err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(out.Bytes(), []byte("rules.go")) {
		t.Error("the trace still names the file")
	}
	if _, err := gotrace.Decode(bytes.NewReader(out.Bytes()), nil); err != nil {
		t.Errorf("Decode: %v", err)
	}
}

// holdsNothing searches the bytes of all files, and what compressed ones hold.
func holdsNothing(t *testing.T, dir string, texts ...string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no files to search (%v)", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if z, err := gzip.NewReader(bytes.NewReader(data)); err == nil {
			if data, err = io.ReadAll(z); err != nil {
				t.Fatal(err)
			}
		}
		for _, text := range texts {
			if bytes.Contains(data, []byte(text)) {
				t.Errorf("%s holds %s", filepath.Base(file), text)
			}
		}
	}
}
