package agent

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/internal/timeline"
)

const sampleAllocs = "cupel-allocs\t1\n" +
	"rate\t4096\n" +
	"changed\n" +
	"exit\t77\n" +
	"total\t100000\t40\n" +
	"func\tbytes.growSlice\t/go/src/bytes/buffer.go\n" +
	"func\tmain.main\t/a b/main.go\n" +
	"func\truntime.mallocgc\t/go/src/runtime/malloc.go\n" +
	"site\t65536\t1\t2\t99\t0\t9\t1\t12\n" +
	"site\t4096\t1\t1\t14\n" +
	"end\n"

func TestParseAllocs(t *testing.T) {
	main := timeline.Frame{Func: "main.main", File: "/a b/main.go", Line: 12}
	want := &Allocs{
		Rate: 4096, Exit: 77, Changed: true, Bytes: 100000, Objects: 40, Complete: true,
		Sites: []AllocSite{
			{Bytes: 65536, Objects: 1, Stack: []timeline.Frame{
				{Func: "bytes.growSlice", File: "/go/src/bytes/buffer.go", Line: 9}, main}},
			{Bytes: 6479, Objects: 1, Stack: []timeline.Frame{{Func: main.Func, File: main.File, Line: 14}}},
		},
	}
	got, err := ParseAllocs(sampleAllocs)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("ParseAllocs (-want +got):\n%s", diff)
	}
}

// TestParseAllocsCut cuts the file at every byte: no error, complete only at the very end.
func TestParseAllocsCut(t *testing.T) {
	for n := range len(sampleAllocs) + 1 {
		a, err := ParseAllocs(sampleAllocs[:n])
		if err != nil {
			t.Fatalf("cut at %d: %v", n, err)
		}
		if want := n == len(sampleAllocs); a.Complete != want {
			t.Errorf("cut at %d: complete = %v", n, a.Complete)
		}
	}
}

func TestParseAllocsErrors(t *testing.T) {
	for _, text := range []string{
		"something else\n",
		"cupel-allocs\t2\n",
		"cupel-allocs\t1\nrate\tx\n",
		"cupel-allocs\t1\ntotal\t1\n",
		"cupel-allocs\t1\nsurprise\t1\n",
		"cupel-allocs\t1\nsite\t1\t1\t0\t1\n",
		"cupel-allocs\t1\nfunc\tf\tf.go\nsite\t1\t1\t0\n",
		"cupel-allocs\t1\nend\nrate\t1\n",
	} {
		if a, err := ParseAllocs(text); err == nil {
			t.Errorf("ParseAllocs(%.40q) = %+v, want an error", text, a)
		}
	}
}

// TestUnsampled compares with what the sampler expects: objects much bigger than the rate are all
// seen, of small ones size/rate.
func TestUnsampled(t *testing.T) {
	for _, c := range []struct{ bytes, objects, rate, wantBytes, wantObjects int64 }{
		{1 << 20, 1, 4096, 1 << 20, 1},
		{1600, 100, 4096, 410400, 25650},
		{1600, 100, 1, 1600, 100},
		{0, 0, 4096, 0, 0},
	} {
		if b, n := unsampled(c.bytes, c.objects, c.rate); b != c.wantBytes || n != c.wantObjects {
			t.Errorf("unsampled(%d, %d, %d) = %d, %d, want %d, %d", c.bytes, c.objects, c.rate, b, n, c.wantBytes, c.wantObjects)
		}
	}
}

func TestRewriteAllocs(t *testing.T) {
	var out bytes.Buffer
	err := RewriteAllocs(&out, strings.NewReader(sampleAllocs), func(file string) string {
		return strings.Replace(file, "/go/src", "/usr/go/src", 1)
	})
	if want := strings.ReplaceAll(sampleAllocs, "/go/src", "/usr/go/src"); err != nil || out.String() != want {
		t.Errorf("RewriteAllocs: %v (-want +got)\n%s", err, cmp.Diff(want, out.String()))
	}
}

func FuzzParseAllocs(f *testing.F) {
	f.Add(sampleAllocs)
	f.Add(sampleAllocs[:len(sampleAllocs)/2])
	f.Add("")
	f.Add("cupel-allocs\t1\nrate\t-1\nfunc\tf\tf.go\nsite\t-1\t0\t0\t-5\nend\n")
	f.Fuzz(func(t *testing.T, text string) {
		a, err := ParseAllocs(text)
		if (a == nil) == (err == nil) {
			t.Errorf("ParseAllocs = %v, %v", a, err)
		}
	})
}
