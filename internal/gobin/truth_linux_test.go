package gobin

import (
	"bufio"
	"bytes"
	"fmt"
	"go/version"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestTruth compares frames with what the runtime of the program itself says, for stacks and for
// addresses all over its code, however it was built.
func TestTruth(t *testing.T) {
	for _, toolchain := range toolchains() {
		for _, v := range variants {
			t.Run(toolchain+"/"+v.name, func(t *testing.T) {
				bin := build(t, toolchain, v)
				testTruth(t, open(t, bin), tell(t, bin), v)
			})
		}
	}
}

func testTruth(t *testing.T, f *File, truth *account, v variant) {
	slide, ok := f.Slide(truth.start, truth.offset)
	if !ok || f.PIE() != (slide != 0) || f.PIE() != strings.Contains(v.name, "pie") {
		t.Errorf("Slide(%#x, %#x) = %#x, %v, PIE() = %v", truth.start, truth.offset, slide, ok, f.PIE())
	}
	old := version.Compare(f.Version(), "go1.23") < 0 // it tells only the innermost frame of an address
	var inlined, stacked, wrong int
	for _, p := range truth.places {
		var got []string
		for i := 0; i < len(p.pcs); {
			frames := f.lines(p.pcs[i] - slide)
			got = append(got, frames...)
			if len(p.pcs) > 1 {
				stacked++
			}
			if len(frames) > 1 {
				inlined++
			}
			i += max(len(frames), 1) // the runtime lists an address for each inlined call as well
		}
		if len(p.pcs) == 1 && old && len(got) > 1 {
			got = got[:1]
		}
		if diff := cmp.Diff(p.frames, got); diff != "" {
			if wrong++; wrong < 5 {
				t.Errorf("frames at %#x: (-runtime +file)\n%s", p.pcs[0]-slide, diff)
			}
		}
	}
	t.Logf("%s: %d places, %d frames of stacks, %d places with inlined calls", f.Version(), len(truth.places), stacked, inlined)
	if stacked < 40 || len(truth.places) < 5000 || (inlined < 500) != (v.name == "not-inlined") {
		t.Errorf("%d places with %d frames of stacks and %d inlined: too few to tell", len(truth.places), stacked, inlined)
	}
}

// lines writes the frames at pc like account.frames. The runtime does not show the name that is
// the first of its table.
func (f *File) lines(pc uint64) []string {
	first := short(f.tab.name(0))
	var lines []string
	for _, fr := range f.Frames(pc) {
		if fr.Func == first {
			fr.Func = ""
		}
		lines = append(lines, fmt.Sprintf("%s|%s|%d", fr.Func, fr.File, fr.Line))
	}
	return lines
}

// account is what a program says about itself.
type account struct {
	start, offset uint64 // of its executable mapping
	places        []place
}

// place is an address or a stack of them.
type place struct {
	pcs    []uint64
	frames []string
}

// tell runs the program and reads what it prints.
func tell(t *testing.T, bin string) *account {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), bin).Output()
	if err != nil {
		t.Fatalf("%s: %v", bin, err)
	}
	a := &account{}
	inStack := false
	for s := bufio.NewScanner(bytes.NewReader(out)); s.Scan(); {
		word, rest, _ := strings.Cut(s.Text(), " ")
		switch word {
		case "map":
			fmt.Sscanf(rest, "%x %x", &a.start, &a.offset)
			inStack = false
		case "stack":
			a.places = append(a.places, place{})
			inStack = true
		case "pc":
			pc, err := strconv.ParseUint(rest, 16, 64)
			if err != nil {
				t.Fatal(err)
			}
			if last := len(a.places) - 1; inStack && len(a.places[last].frames) == 0 {
				a.places[last].pcs = append(a.places[last].pcs, pc)
				continue
			}
			inStack = false
			a.places = append(a.places, place{pcs: []uint64{pc}})
		case "frame":
			p := &a.places[len(a.places)-1]
			p.frames = append(p.frames, strings.Replace(rest, "|?|", "||", 1))
		}
	}
	return a
}
