package stacktext

import (
	"bytes"
	"errors"
	"fmt"
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

// TestReadEnds reads texts whose lines end in other ways than those of a Writer.
func TestReadEnds(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"no last line end", "n\t1\nend", ""},
		{"field without line end", "end\nn\t1", ""},
		{"empty lines", "\n\nn\t1\n\nend\n", ""},
		{"fields of a later version", "n\t1\tmore\t\nend\tmore\n", ""},
		{"field of the next line", "n\nn\t1\nend\n", "line 2: too few fields"},
		{"line of the most bytes", "n\t1\t" + strings.Repeat("x", maxLine-5) + "\nend\n", ""},
		{"line of one more", "n\t1\t" + strings.Repeat("x", maxLine-4) + "\nend\n", "line 2: too long"},
		{"long line with another error", "n\t" + strings.Repeat("x", maxLine), "line 2: too long"},
		{"one frame too many", "frame\t0\t0\tf\tg\nstack" + strings.Repeat("\t0", maxDepth+1) + "\nend\n",
			"line 3: a stack of more than 4096 frames"},
		{"stack without frames", "frame\t0\t0\tf\tg\nstack\n0\nend\n", "line 3: too few fields"},
		{"frame of too many digits", "frame\t0\t0\tf\tg\nstack\t" + strings.Repeat("0", 30) + "\nend\n",
			`line 3: "` + strings.Repeat("0", 30) + `" is not a number up to 2147483647`},
		{"frame of later on", "frame\t0\t0\tf\tg\nstack\t0\t1\nend\n", "line 3: a frame that was not given"},
		{"frame that is no number", "frame\t0\t0\tf\tg\nstack\t0x\nend\n",
			`line 3: "0x" is not a number up to 2147483647`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := Read(header+"\n"+tt.text, header, func(kind string, f *Fields) {
				if kind == "n" && f.Number(9) != 1 {
					f.Fail(errors.New("not 1"))
				}
			})
			if got := fmt.Sprint(err); err != nil && got != tt.want || err == nil && tt.want != "" {
				t.Errorf("Read = %v, want %q", err, tt.want)
			}
		})
	}
}

// TestManyFrames reads more frames and deeper stacks than share one piece of memory.
func TestManyFrames(t *testing.T) {
	var b bytes.Buffer
	w := NewWriter(&b, header, Symbols{Frames: func(uint64) []timeline.Frame { return nil }})
	var ids []int64
	for pc := range uint64(max(3*depthBlock, 101*stackBlock)) {
		ids = append(ids, w.Address(pc)...)
		if pc%100 == 0 {
			w.Stack(ids)
			w.Line("depth", int64(len(ids)))
		}
	}
	w.Line("end")
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	var stacks []*timeline.Stack
	var depths []uint64
	if err := Read(b.String(), header, func(_ string, f *Fields) {
		depths = append(depths, f.Number(maxDepth))
		stacks = append(stacks, f.stackOf(uint64(f.known-1)))
	}); err != nil {
		t.Fatal(err)
	}
	for i, s := range stacks {
		if got := uint64(len(s.Frames())); got != depths[i] {
			t.Errorf("stack %d has %d frames, want %d", i, got, depths[i])
		}
		for pc, f := range s.Frames() {
			if f.PC != uint64(pc) {
				t.Fatalf("stack %d: frame %d has the address %d", i, pc, f.PC)
			}
		}
	}
}
