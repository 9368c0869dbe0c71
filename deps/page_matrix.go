package deps

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/cupelgo/cupel/internal/digraph"
	"github.com/cupelgo/cupel/internal/report"
)

// mostRows is up to how many own packages the matrix has a row for each; of more it has one for each folder.
const mostRows = 300

// matrix is the structure of the own packages: what is imported comes before what imports it, folder by folder.
func (s *stored) matrix() report.Section {
	folders := s.folders()
	var own []int
	for i := range s.Packages {
		if folders[i] != "" {
			own = append(own, i)
		}
	}
	if len(own) < 2 {
		return report.Section{}
	}
	m := s.crossed(own, folders)
	noun, back := "package", 0
	for _, c := range m.Cells {
		if c.Column > c.Row {
			back++
		}
	}
	if m.Noun != noun {
		noun = "folder, as there are " + strconv.Itoa(len(own)) + " packages"
	}
	caption := "Each row is an own " + noun + "; a cell says that it imports what stands in the column. What is imported comes first, so all cells " +
		"are below the diagonal unless folders import one another in a circle"
	if back == 0 {
		caption += ": there are none above it."
	} else {
		caption += fmt.Sprintf(": %s above it.", are(back))
	}
	return report.Section{Title: "structure of the own code", Figure: &report.Figure{Matrix: m, Caption: caption}}
}

func are(n int) string {
	if n == 1 {
		return "1 is"
	}
	return strconv.Itoa(n) + " are"
}

// crossed makes the matrix of some packages: of folders if there are too many.
func (s *stored) crossed(own []int, folders []string) *report.Matrix {
	names, group := groupsOf(own, func(p int) string { return folders[p] })
	rank := s.ranks(group, len(names))
	m := &report.Matrix{Noun: "package", Out: "imports"}
	row := map[int]int{}
	if len(own) > mostRows {
		m.Noun = "folder"
		m.Labels = make([]string, len(names))
		for i, name := range names {
			m.Labels[rank[i]] = s.ownName(&s.Packages[firstOf(own, group, i)], name)
		}
		for p, g := range group {
			row[p] = rank[g]
		}
	} else {
		s.ordered(own, group, rank, row, m, names)
	}
	s.cross(m, row)
	return m
}

// firstOf is the first package of a group.
func firstOf(own []int, group map[int]int, id int) int {
	return own[slices.IndexFunc(own, func(p int) bool { return group[p] == id })]
}

// groupsOf numbers the names of packages in order of their appearance.
func groupsOf(own []int, name func(p int) string) (names []string, group map[int]int) {
	seen := map[string]int{}
	group = map[int]int{}
	for _, p := range own {
		id, ok := seen[name(p)]
		if !ok {
			id = len(names)
			seen[name(p)] = id
			names = append(names, name(p))
		}
		group[p] = id
	}
	return names, group
}

// ordered gives each package its row: folder by folder, what is imported first.
func (s *stored) ordered(own []int, group map[int]int, rank []int, row map[int]int, m *report.Matrix, names []string) {
	single := map[int]int{}
	for i, p := range own {
		single[p] = i
	}
	inner := s.ranks(single, len(own))
	sorted := slices.Clone(own)
	slices.SortFunc(sorted, func(a, b int) int {
		return cmp.Or(cmp.Compare(rank[group[a]], rank[group[b]]), cmp.Compare(inner[single[a]], inner[single[b]]))
	})
	for i, p := range sorted {
		row[p] = i
		m.Labels = append(m.Labels, s.ownName(&s.Packages[p], s.Packages[p].Path))
		if n := len(m.Groups); n == 0 || group[sorted[i-1]] != group[p] {
			m.Groups = append(m.Groups, report.Span{Label: s.ownName(&s.Packages[p], names[group[p]]), From: i})
		}
		m.Groups[len(m.Groups)-1].To = i + 1
	}
}

// ranks orders groups of packages so that those come first that others import; where groups import one another in a
// circle, so that few imports point the other way.
func (s *stored) ranks(group map[int]int, n int) []int {
	var edges []digraph.Edge
	for i := range s.Edges {
		e := &s.Edges[i]
		from, a := group[e.from]
		to, b := group[e.to]
		if a && b && from != to && !e.Implied && !e.Test {
			edges = append(edges, digraph.Edge{From: int32(from), To: int32(to)})
		}
	}
	g := digraph.New(n, edges)
	var cut []digraph.Edge
	for _, c := range g.Cycles() {
		few, _ := g.Cut(c)
		cut = append(cut, few...)
	}
	edges = slices.DeleteFunc(edges, func(e digraph.Edge) bool { return slices.Contains(cut, e) })
	rank := make([]int, n)
	for i, c := range digraph.New(n, edges).Components() {
		rank[c[0]] = i
	}
	return rank
}

// cross enters the imports among rows. Those of tests alone do not count: they may point anywhere.
func (s *stored) cross(m *report.Matrix, row map[int]int) {
	at := map[[2]int]int{}
	for i := range s.Edges {
		e := &s.Edges[i]
		from, a := row[e.from]
		to, b := row[e.to]
		if !a || !b || from == to || e.Implied || e.Test {
			continue
		}
		key := [2]int{from, to}
		c, ok := at[key]
		if !ok {
			c = len(m.Cells)
			at[key] = c
			m.Cells = append(m.Cells, report.Cross{Row: from, Column: to})
		}
		m.Cells[c].Count += len(e.At)
		if m.Cells[c].Text == "" && len(e.At) > 0 {
			m.Cells[c].Text = "first in " + e.At[0].File + ":" + strconv.Itoa(e.At[0].Line)
		}
	}
}
