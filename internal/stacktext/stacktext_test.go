package stacktext

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/internal/timeline"
)

const header = "test\t1"

// symbols names one function, with another one inlined at 0x10.
func symbols(pc uint64) []timeline.Frame {
	if pc != 0x10 {
		return nil
	}
	return []timeline.Frame{{Func: "a", File: "tab\tbed.go", Line: 1, PC: pc}, {Func: "b", File: "b.go", Line: 2, PC: pc}}
}

func TestWriteAndRead(t *testing.T) {
	var b bytes.Buffer
	w := NewWriter(&b, header, Symbols{Bias: 0x100, Frames: symbols})
	w.Stack(w.Address(0x110))
	w.Stack(append(w.Address(0x200), w.Address(0x110)...))
	w.Line("numbers", 1, 2)
	w.Text("text", "two\nlines", 2)
	w.Line("end")
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if got := w.Function(0x110); got != "b" {
		t.Errorf("Function = %q, want b", got)
	}
	if n := strings.Count(b.String(), "frame\t"); n != 3 {
		t.Errorf("%d frames written, want each once:\n%s", n, &b)
	}
	a, outer := timeline.Frame{Func: "a", File: "tab bed.go", Line: 1, PC: 0x10}, timeline.Frame{Func: "b", File: "b.go", Line: 2, PC: 0x10}
	var stacks []*timeline.Stack
	err := Read(b.String(), header, func(kind string, f *Fields) {
		switch kind {
		case "numbers":
			if one, two := f.Number(9), f.Number(9); one != 1 || two != 2 {
				t.Errorf("numbers %d, %d", one, two)
			}
		case "text":
			stacks = append(stacks, f.MaybeStack())
			if text := string(f.Text()); text != "two lines" {
				t.Errorf("text %q", text)
			}
		}
	})
	if err != nil || len(stacks) != 1 {
		t.Fatalf("Read = %v, %d stacks", err, len(stacks))
	}
	if diff := cmp.Diff(timeline.NewStack(timeline.Frame{PC: 0x200}, a, outer).Frames(), stacks[0].Frames()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestNumberLimits(t *testing.T) {
	for text, good := range map[string]bool{
		"0": true, "9": true, "10": false, "": false, "-1": false, "1x": false, "99999999999999999999": false,
	} {
		var got uint64
		err := Read(header+"\nn\t"+text+"\nend\n", header, func(_ string, f *Fields) { got = f.Number(9) })
		if (err == nil) != good {
			t.Errorf("Number of %q up to 9 = %d, %v", text, got, err)
		}
	}
}
