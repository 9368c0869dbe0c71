package importrule

import (
	"fmt"
	"testing"
)

// BenchmarkJudge judges 2,500 packages with 25,000 imports by rules of every kind.
func BenchmarkJudge(b *testing.B) {
	const packages, each = 2500, 10
	p := &Program{Module: "example.com/app"}
	for i := range packages {
		pkg := Package{Path: fmt.Sprintf("example.com/app/l%02d/p%04d", i/250, i), Module: "example.com/app", Home: true}
		if i >= packages/2 {
			pkg = Package{Path: fmt.Sprintf("example.org/m%03d/p%04d", i/20, i), Module: fmt.Sprintf("example.org/m%03d", i/20)}
		}
		p.Packages = append(p.Packages, pkg)
		for k := 1; k <= each && i+k*k*7 < packages; k++ {
			p.Imports = append(p.Imports, Import{From: int32(i), To: int32(i + k*k*7), File: "a.go", Line: k})
		}
	}
	rules, err := Parse("c", []byte(`deps:
  layers:
    - {order: [./l00/..., ./l01/..., ./l02/..., ./l03/...], siblings: deny, except: [{from: ./l00/..., to: ./l00/...}, {from: ./..., to: ./l01/...}]}
  imports:
    - {from: ./l00/..., deny: example.org/m120/..., transitive: true}
    - {from: ./..., deny: example.org/m070/..., transitive: true, except: [{from: ./l02/..., to: example.org/...}]}
  modules: {allow: [{module: example.org/..., by: ./l04/...}]}
  limits: {modules: 1, in-degree: 1, depth: 1}
`))
	if err != nil {
		b.Fatal(err)
	}
	found := 0
	for b.Loop() {
		found = len(rules.Judge(p))
	}
	b.ReportMetric(float64(found), "findings")
	b.ReportMetric(float64(len(p.Imports)), "imports")
}
