package cupel_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cupelgo/cupel/deps"
	"github.com/cupelgo/cupel/internal/importrule"
)

// houseRules reads cupel.yaml, by which cupel deps holds the house in CI.
func houseRules(t *testing.T) *importrule.Rules {
	t.Helper()
	data, err := os.ReadFile("cupel.yaml")
	if err != nil {
		t.Fatal(err)
	}
	rules, err := importrule.Parse("cupel.yaml", data)
	if err != nil {
		t.Fatal(err)
	}
	return rules
}

// section returns what stands below a heading of DESIGN.md.
func section(t *testing.T, heading string) string {
	t.Helper()
	data, err := os.ReadFile("DESIGN.md")
	if err != nil {
		t.Fatal(err)
	}
	_, text, ok := strings.Cut(string(data), "\n## "+heading+"\n")
	if !ok {
		t.Fatalf("DESIGN.md has no section %s", heading)
	}
	text, _, _ = strings.Cut(text, "\n## ")
	return text
}

// TestHouse holds the rules in cupel.yaml, as cupel deps does.
func TestHouse(t *testing.T) {
	found, err := deps.Audit(t.Context(), deps.AuditOptions{Options: deps.Options{Dir: ".", Env: os.Environ(), Patterns: []string{"./..."}}, Lean: true, Now: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	if found.Judgement == nil {
		t.Fatal("nothing was judged")
	}
	for _, f := range found.Judgement.Broken {
		t.Errorf("%s:%d: %s", f.Where.File, f.Where.Line, f.Title)
	}
}

// TestDependencies holds that DESIGN.md and cupel.yaml name the same direct dependencies, in the same places.
func TestDependencies(t *testing.T) {
	want := map[string][]string{}
	for line := range strings.Lines(section(t, "Dependencies")) {
		cells := strings.Split(line, "|")
		if len(cells) != 5 || !strings.Contains(cells[1], ".") {
			continue
		}
		places := []string{importrule.ByTests}
		if by := strings.TrimSpace(cells[3]); by != "tests only" {
			places = strings.Split(strings.ReplaceAll(by, "`", ""), ", ")
		}
		slices.Sort(places)
		for module := range strings.SplitSeq(cells[1], ",") {
			want[strings.TrimSpace(module)] = places
		}
	}
	got := map[string][]string{}
	for _, l := range houseRules(t).Allow {
		var places []string
		for _, by := range l.By {
			places = append(places, strings.TrimPrefix(by.Text, "./"))
		}
		slices.Sort(places)
		if !slices.Equal(places, []string{importrule.ByOthers}) {
			got[l.Module.Text] = places
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("direct dependencies (-DESIGN.md +cupel.yaml):\n%s", diff)
	}
}

// TestLayers holds that DESIGN.md names every package that has a layer in cupel.yaml.
func TestLayers(t *testing.T) {
	text := section(t, "Layers")
	for _, line := range houseRules(t).Layers[0].Order {
		for _, p := range line {
			name := strings.TrimPrefix(p.Text, "./")
			if p.Text != "." && name != "examples/..." && !strings.Contains(text, "`"+name+"`") {
				t.Errorf("%s has a layer in cupel.yaml, and no line in DESIGN.md", p.Text)
			}
		}
	}
}
