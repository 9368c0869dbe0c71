package startup_test

import (
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A kind is a sort of planted folder, told by how its name begins.
type kind struct {
	prefix   string
	least    int // folders of it
	variants []string
	causes   [2]int // how many want.json lists, at least and at most
}

// kinds holds all kinds; that of a single cause has any other name.
var kinds = []kind{
	{"several-", 6, []string{"slow", "fixed", "decoy"}, [2]int{2, 4}},
	{"quiet-", 4, []string{"quiet"}, [2]int{0, 0}},
	{"", minPlanted, []string{"slow", "fixed", "decoy"}, [2]int{0, 0}},
}

func kindOf(name string) kind {
	i := slices.IndexFunc(kinds, func(k kind) bool { return strings.HasPrefix(name, k.prefix) })
	return kinds[i]
}

// wanted returns the causes that want.json of a folder names: by its kind a single one, several or none.
func wanted(t *testing.T, name string) []planted {
	t.Helper()
	want, k := readPlanted(t, name), kindOf(name)
	causes := want.Causes
	if k.prefix == "" {
		if causes != nil {
			t.Errorf("want.json lists causes: its folder must be called several-... or quiet-...")
		}
		return []planted{want}
	}
	if diff := cmp.Diff(planted{Causes: causes}, want); causes == nil || diff != "" {
		t.Errorf("want.json holds more than causes (-want +got):\n%s", diff)
	}
	if n := len(causes); n < k.causes[0] || n > k.causes[1] {
		t.Errorf("want.json lists %d causes, want %d to %d", n, k.causes[0], k.causes[1])
	}
	rules := map[string]bool{} // the stopwatch tells them apart by rule
	for _, w := range causes {
		if rules[w.Rule] || w.Severity != "" || w.Needs != "" || w.Ready != "" || w.Causes != nil {
			t.Errorf("%+v: want each rule once, ranked, without further conditions", w)
		}
		rules[w.Rule] = true
	}
	return causes
}

// fixedOnes returns the programs of a folder in which one cause alone is mended.
func fixedOnes(t *testing.T, name string) []string {
	t.Helper()
	dirs, err := filepath.Glob(filepath.Join(plantedDir, name, "fixed?*"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range dirs {
		dirs[i] = filepath.Base(dirs[i])
	}
	return dirs
}

// TestFixedOnes checks that enough programs with several causes have a twin without the first one
// alone, and that no twin is for a cause that there is not.
func TestFixedOnes(t *testing.T) {
	const least = 3
	first := 0
	for _, name := range plantedNames(t) {
		for _, variant := range fixedOnes(t, name) {
			nth, err := strconv.Atoi(strings.TrimPrefix(variant, "fixed"))
			if n := len(readPlanted(t, name).Causes); err != nil || nth < 1 || nth > n {
				t.Errorf("%s/%s: there are causes 1 to %d", name, variant, n)
			}
			if nth == 1 {
				first++
			}
		}
	}
	if first < least {
		t.Errorf("%d twins fixed1, want at least %d", first, least)
	}
}
