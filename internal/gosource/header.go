package gosource

import (
	"bytes"
	"unicode/utf8"
)

// A Header is what a file says before its first declaration. Its byte slices lie in what was scanned.
type Header struct {
	Package    []byte // the name in the package clause
	Line       int    // of the package clause, from 1
	Imports    []Import
	Constraint []byte // the //go:build line, or all that lies before the last blank line before the package clause if it holds +build lines; nil without
	Cgo        bool   // imports "C"
}

// An Import is one import declaration.
type Import struct {
	Path []byte // unquoted
	Line int    // from 1
}

// An Outcome is how a scan ended.
type Outcome uint8

// The outcomes of a scan.
const (
	Done  Outcome = iota // the header is complete
	Short                // the data ends within the header, and the file goes on
	Doubt                // not surely what go/parser would say: ask it, by Parse
)

// Scan reads the header of a file from its first bytes; whole says that they are the whole file. h is overwritten.
func Scan(data []byte, whole bool, h *Header) Outcome {
	h.Package, h.Line, h.Imports, h.Constraint, h.Cgo = nil, 0, h.Imports[:0], nil, false
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	s := lexer{data: data, line: 1, whole: whole}
	if out := s.header(h); out != Done {
		return out
	}
	if !s.plain() {
		return Doubt
	}
	if !s.build {
		return Done
	}
	var ok bool
	if h.Constraint, ok = findConstraint(data[:s.clause]); !ok {
		h.Constraint = nil
		return Doubt
	}
	return Done
}

// header reads the package clause and the import declarations.
func (s *lexer) header(h *Header) Outcome {
	if out := s.space(); out != Done {
		return out
	}
	s.clause, h.Line = s.pos, s.line
	if string(s.word()) != "package" {
		return s.short()
	}
	if out := s.space(); out != Done {
		return out
	}
	if h.Package = s.word(); !isName(h.Package) || s.line != h.Line {
		return s.short()
	}
	for {
		out := s.end()
		if out == Short || out == Done && s.pos == len(s.data) {
			return out
		}
		if c := s.data[s.pos]; c == '/' || c == '\f' || c == 0 || c >= utf8.RuneSelf || c == 'i' && out == Doubt {
			return Doubt
		} else if c != 'i' {
			return Done // whatever it is: go/build does not look at it
		}
		if string(s.word()) != "import" {
			return s.short()
		}
		if out := s.declaration(h); out != Done {
			return out
		}
	}
}

// declaration reads what follows the word import.
func (s *lexer) declaration(h *Header) Outcome {
	if out := s.space(); out != Done {
		return out
	}
	if !s.take('(') {
		return s.spec(h)
	}
	for {
		if out := s.skip(); out != Done {
			return out
		}
		if s.take(')') {
			return Done
		}
		if out := s.spec(h); out != Done {
			return out
		}
		if out := s.end(); out != Done {
			return out
		}
	}
}

// spec reads an optional name and a path.
func (s *lexer) spec(h *Header) Outcome {
	if !s.take('.') {
		if name := s.word(); len(name) > 0 && string(name) != "_" && !isName(name) {
			return s.short()
		}
	}
	line := s.line
	if out := s.space(); out != Done {
		return out
	}
	if s.line != line {
		return Doubt // a new line behind a name ends the declaration
	}
	path, ok := s.quoted()
	if !ok {
		return s.short()
	}
	h.Imports = append(h.Imports, Import{Path: path, Line: s.line})
	h.Cgo = h.Cgo || string(path) == "C"
	return Done
}
