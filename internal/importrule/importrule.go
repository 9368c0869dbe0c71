// Package importrule holds rules of what may import what: layers, forbidden and allowed imports, lists of modules, and
// limits. They stand in cupel.yaml:
//
//	deps:
//	  layers:
//	    - name: house
//	      order:                         # imports go down only
//	        - ./cmd/...
//	        - [./startup, ./check]
//	        - ./internal/...
//	      siblings: deny                 # whether packages of one line may import each other; allow without it
//	      unlisted: deny                 # whether a package of the module may be in no line; allow without it
//	      except:
//	        - {from: ./internal/claim, to: ./internal/stats}
//	  imports:
//	    - name: the record stands alone
//	      from: ./evidence/...
//	      only: [std]                    # or deny: what must not be imported
//	    - name: no web server in the config
//	      from: ./config/...
//	      deny: net/http
//	      transitive: true               # nor through others
//	      tests: true                    # also in tests; not without it
//	      reason: it is linked into the agent
//	  modules:
//	    allow:
//	      - golang.org/x/...
//	      - {module: github.com/spf13/cobra, by: ./cmd/...}   # of ours what is built may import it there only
//	      - {module: github.com/google/go-cmp, by: tests}     # or in our tests only, or by: others, other modules only
//	      - {module: github.com/old/thing, until: 2027-01-01, reason: until the move is done}
//	    deny:
//	      - {module: github.com/pkg/errors, reason: use fmt.Errorf}
//	  limits: {modules: 60, in-degree: 40, depth: 14}
//	  ratchet: deps.baseline.json        # what it lists is known, all else is new
//
// A pattern is an import path in which ... stands for anything, as with the go command: a/... is a and all below
// it. One that begins with ./ is relative to the main module; std is the standard library. A pattern of packages of the
// main module or of the standard library that matches none is an error. Other modules may be denied before
// anybody needs them.
//
// All of it is pure: packages and imports in, findings out.
package importrule

import (
	"time"

	"github.com/cupelgo/cupel/evidence"
	"github.com/cupelgo/cupel/internal/finding"
	"github.com/cupelgo/cupel/internal/manifest"
)

// A Program is what rules are about.
type Program struct {
	Module   string // the main module, to which ./ is relative
	Packages []Package
	Imports  []Import
	Others   []string  // import paths of the standard library that exist and are not among the packages
	Now      time.Time // against which allowances expire
}

// A Package is a node of the graph of imports.
type Package struct {
	Path   string
	Module string // its module; "std" of the standard library
	Home   bool   // whether it is of a main module
}

// An Import is an edge of it.
type Import struct {
	From, To int32  // indices of Packages
	File     string // where it is written, relative to the root of its module
	Line     int
	Test     bool // written in a test alone
}

// Rules are what cupel.yaml says.
type Rules struct {
	Layers  []Layers
	Imports []Imports
	Allow   []Listed // modules; nil: any
	Deny    []Listed
	Limits  []Limit
	Ratchet string // path as written; "" without
}

// Layers is an order that imports follow downwards.
type Layers struct {
	Name         string
	Order        [][]Pattern // top down
	DenySiblings bool
	DenyUnlisted bool
	Except       []Exception
	Reason       string
	At           manifest.Position
}

// An Exception is an import that is allowed all the same.
type Exception struct{ From, To Pattern }

// Imports say what packages may import.
type Imports struct {
	Name       string
	From       []Pattern
	Only, Deny []Pattern // one of them is given
	Transitive bool
	Tests      bool
	Except     []Exception
	Reason     string
	At         manifest.Position
}

// Listed is an entry of a list of modules.
type Listed struct {
	Module Pattern
	By     []Pattern // packages of the main modules that may import it; nil: any
	Reason string
	Until  time.Time // from which on it does not count; zero: it always does
}

// A Limit is the most that something may be.
type Limit struct {
	What string // one of limits
	Most int
	At   manifest.Position
}

// The rules of findings.
const (
	RuleLayer     = "layer"
	RuleForbidden = "forbidden-import"
	RuleModule    = "forbidden-module"
	RuleLimit     = "limit"
)

// Has reports whether there are rules of which a finding of that name could come.
func (r *Rules) Has(name string) bool {
	switch name {
	case RuleLayer:
		return len(r.Layers) > 0
	case RuleForbidden:
		return len(r.Imports) > 0
	case RuleModule:
		return r.Allow != nil || r.Deny != nil
	case RuleLimit:
		return len(r.Limits) > 0
	}
	return false
}

// Catalogue describes the rules of findings.
func Catalogue() []finding.Rule {
	const class = "imports"
	sources := []string{"https://go.dev/ref/spec#Import_declarations"}
	return []finding.Rule{
		{Name: RuleLayer, Class: class, Title: "an import goes up", Sources: sources,
			Doc: "the layers in cupel.yaml say that imports go down only: else nothing below can be understood, tested or used without what is above it",
			Do:  "move what both need into a lower layer, or hand it over as a parameter or a small interface"},
		{Name: RuleForbidden, Class: class, Title: "a forbidden import", Sources: sources,
			Doc: "a rule in cupel.yaml forbids it, directly or through others; the way is shown",
			Do:  "cut the first import of the way that is yours"},
		{Name: RuleModule, Class: "modules", Title: "a module that is not allowed", Sources: sources,
			Doc: "the lists of modules in cupel.yaml do not allow it, or no longer",
			Do:  "do without it, or have it allowed with a reason"},
		{Name: RuleLimit, Class: class, Title: "a limit is exceeded", Sources: sources,
			Doc: "cupel.yaml limits how large the graph of imports may be",
			Do:  "take out what is new, or raise the limit knowingly"},
	}
}

// violation makes a finding of a place in package from, about what it leads to.
func violation(p *Program, rule, name string, from int32, to, title, reason string) evidence.Finding {
	f := evidence.Finding{
		Rule: rule, Severity: finding.High, Class: "imports", Title: title, Why: reason,
		Where: evidence.Frame{Package: p.Packages[from].Path, Module: p.Packages[from].Module},
	}
	for _, r := range Catalogue() {
		if r.Name == rule {
			f.Do, f.Class = r.Do, r.Class
			if f.Why == "" {
				f.Why = r.Doc
			}
		}
	}
	f.Fingerprint = finding.Fingerprint(rule+" "+name, f.Where.Package, to)
	return f
}
