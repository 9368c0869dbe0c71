package gosource

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"strconv"
	"strings"
	"unicode"
)

// Parse reads the header of a whole file by go/parser, for what Scan leaves in doubt. h is overwritten. The error
// is an *Error and says what keeps the file from counting; h has then what could be read, and no imports.
func Parse(data []byte, h *Header) error {
	h.Package, h.Line, h.Imports, h.Constraint, h.Cgo = nil, 0, h.Imports[:0], nil, false
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	end, looked := headerEnd(data)
	if i := bytes.IndexByte(data[:looked], 0); i >= 0 {
		return &Error{Line: 1 + bytes.Count(data[:i], []byte("\n")), Text: "unexpected NUL in input"}
	}
	data = data[:end]
	fset := token.NewFileSet()
	file, err := parseHeader(fset, data)
	clause := token.Position{Offset: len(data), Line: 1}
	if file != nil && file.Package.IsValid() {
		clause = fset.PositionFor(file.Package, false)
		h.Package, h.Line = []byte(file.Name.Name), clause.Line
	}
	text, ok := findConstraint(data[:clause.Offset])
	if !ok {
		return &Error{Line: clause.Line, Text: "multiple //go:build comments"}
	}
	h.Constraint = text
	if err != nil {
		return err
	}
	return h.addImports(fset, file)
}

func (h *Header) addImports(fset *token.FileSet, file *ast.File) error {
	for _, spec := range file.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		line := fset.PositionFor(spec.Path.Pos(), false).Line
		if err != nil || !isValid(path) {
			h.Imports = h.Imports[:0]
			return &Error{Line: line, Text: "invalid import path: " + spec.Path.Value}
		}
		h.Imports = append(h.Imports, Import{Path: []byte(path), Line: line})
		h.Cgo = h.Cgo || path == "C"
	}
	return nil
}

func parseHeader(fset *token.FileSet, data []byte) (*ast.File, error) {
	file, err := parser.ParseFile(fset, "", data, parser.ImportsOnly|parser.ParseComments)
	if list, ok := err.(scanner.ErrorList); ok && len(list) > 0 {
		return file, &Error{Line: list[0].Pos.Line, Text: list[0].Msg}
	}
	return file, err
}

// An Error is what keeps a file from counting.
type Error struct {
	Line int // from 1
	Text string
}

// Error returns line and text.
func (e *Error) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Text) }

// isValid is go/build's rule for import paths.
func isValid(path string) bool {
	const illegal = "!\"#$%&'()*,:;<=>?[\\]^{|}`\uFFFD"
	for _, r := range path {
		if !unicode.IsGraphic(r) || unicode.IsSpace(r) || strings.ContainsRune(illegal, r) {
			return false
		}
	}
	return path != ""
}
