package gotrace

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func traces(t testing.TB) map[string][]byte {
	t.Helper()
	files, err := filepath.Glob("testdata/*.trace")
	if err != nil || len(files) == 0 {
		t.Fatalf("no recorded traces (%v)", err)
	}
	all := map[string][]byte{}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.Base(f)] = data
	}
	return all
}

func same(s string) string { return s }

func TestRewriteIdentity(t *testing.T) {
	for name, data := range traces(t) {
		var out bytes.Buffer
		if err := Rewrite(&out, bytes.NewReader(data), same); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if !bytes.Equal(out.Bytes(), data) {
			t.Errorf("%s: changed by a rewrite that changes nothing", name)
		}
	}
}

// TestRewrite makes every file name so long that string tables no longer fit their batches.
func TestRewrite(t *testing.T) {
	long := strings.Repeat("/far", 200)
	for name, data := range traces(t) {
		var out bytes.Buffer
		err := Rewrite(&out, bytes.NewReader(data), func(s string) string {
			if strings.HasSuffix(s, ".go") {
				return long + s
			}
			return s
		})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		line, err := Decode(&out, nil)
		if err != nil || len(line.Warnings) > 0 {
			t.Fatalf("%s: decoding the rewritten trace: %v %+v", name, err, line)
		}
		seen := 0
		for _, g := range line.Goroutines {
			for _, s := range g.Spans() {
				for _, f := range s.Stack.Frames() {
					if strings.HasSuffix(f.File, ".go") {
						seen++
						if !strings.HasPrefix(f.File, long) {
							t.Fatalf("%s: file %s was not rewritten", name, f.File)
						}
					}
				}
			}
		}
		if seen == 0 {
			t.Errorf("%s: no file in any stack, so nothing was tested", name)
		}
	}
}

func FuzzRewrite(f *testing.F) {
	for _, data := range traces(f) {
		f.Add(data)
	}
	f.Add([]byte("go 1.26 trace\x00\x00\x00\x01\x01\x01\x01\x03\x04\x05\x01"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var out bytes.Buffer
		Rewrite(&out, bytes.NewReader(data), same)
		if err := Rewrite(io.Discard, &out, strings.ToUpper); err != nil && len(data) < headerSize {
			return
		}
	})
}
