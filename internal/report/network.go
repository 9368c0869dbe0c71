package report

// A Network shows what leads to what: nodes in clusters, which stand in bands from top to bottom.
type Network struct {
	Noun     string   // what a node is, e.g. "package"
	Out, In  string   // what an edge says of its ends, e.g. "imports" and "imported by"
	Bands    []string // names, the highest first; edges into the last one are shown on demand only
	Clusters []Cluster
	Nodes    []Vertex
	Edges    []Link
}

// A Cluster holds nodes that belong together.
type Cluster struct {
	Label string // full, e.g. a module's path
	Short string // e.g. the path without its host
	Text  string // e.g. "v1.2.3, required directly"
	Kind  string // main, direct, indirect, std or missing
	Band  int    // index
}

// A Vertex is a node.
type Vertex struct {
	Label   string // full, e.g. an import path
	Short   string // as within its cluster
	Text    string // e.g. "12 files, 34.5 KiB"
	Cluster int    // index
}

// A Link is an edge between nodes.
type Link struct {
	From, To int  // indexes of nodes
	Count    int  // e.g. of import declarations
	Aside    bool // it counts less, e.g. as only tests say so
}

// A Matrix is a dependency-structure matrix: what stands in a row leads to what stands in a column. Its order is such
// that cells are below the diagonal, but for those of cycles.
type Matrix struct {
	Noun   string   // what a row is, e.g. "package"
	Out    string   // what a cell says of its row, e.g. "imports"
	Labels []string // of rows and columns, in order
	Groups []Span   // of neighbours that belong together
	Cells  []Cross
}

// A Span is a part of the rows of a matrix.
type Span struct {
	Label    string
	From, To int // rows From to To-1
}

// A Cross is a cell of a matrix.
type Cross struct {
	Row, Column int
	Count       int
	Text        string // e.g. where the first of them is
}

// A Treemap shows shares of a whole as areas, in two levels.
type Treemap struct {
	Unit   string // seconds, bytes or count
	Groups []Area
}

// An Area has a value, or parts that have.
type Area struct {
	Label string
	Text  string // more about it; may be empty
	Kind  string // as of clusters
	Value float64
	Parts []Area // nil of a part
}
