package agent

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
)

// hook is deferred by main, because the runtime runs no exit hooks when a goroutine panics.
const hook = "cupelLeavesMain"

// HookMain returns the Go source src with a deferred call of the agent at the beginning of func
// main, on the same line, so that no line of the program moves. The result is false, and src as it
// was, when main is not declared there.
func HookMain(src []byte) ([]byte, bool, error) {
	files := token.NewFileSet()
	f, err := parser.ParseFile(files, "", src, parser.SkipObjectResolution)
	if err != nil {
		return nil, false, fmt.Errorf("looking for func main: %w", err)
	}
	for _, d := range f.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn.Name.Name == "main" && fn.Recv == nil && fn.Body != nil {
			at := files.PositionFor(fn.Body.Lbrace, false).Offset + 1
			return slices.Insert(slices.Clone(src), at, []byte(" defer "+hook+"();")...), true, nil
		}
	}
	return src, false, nil
}
