package agent

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWriteMarks(t *testing.T) {
	want := &Marks{
		Go: "go1.22.1", PID: 7, Start: 100, InitDone: 300, Exit: 900, Notes: []string{"a note"}, Complete: true,
		Inits: []Init{
			{Start: 100, End: 200, Symbol: "example.com/a.init", File: "/src/a b.go", Line: 3},
			{Start: 200, Symbol: "main.init.0"},
		},
	}
	var b bytes.Buffer
	if err := WriteMarks(&b, want); err != nil {
		t.Fatal(err)
	}
	got, err := ParseMarks(b.String())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
