package report

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestDropEmpty holds that columns without any text go, heads and cells alike, and rows may be short.
func TestDropEmpty(t *testing.T) {
	table := &Table{
		Columns: []Column{{Name: "a"}, {Name: "b"}, {Name: "c"}, {Name: "d"}},
		Rows:    [][]Cell{Row("1", "", "", ""), Row("2", ""), Row("", "", "3", "")},
	}
	table.DropEmpty()
	want := &Table{Columns: []Column{{Name: "a"}, {Name: "c"}}, Rows: [][]Cell{Row("1", ""), Row("2"), Row("", "3")}}
	if diff := cmp.Diff(want, table); diff != "" {
		t.Errorf("DropEmpty (-want +got):\n%s", diff)
	}
}
