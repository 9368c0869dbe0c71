package gosource

import (
	"bytes"
	"go/build/constraint"
	"iter"
)

var (
	goBuild   = []byte("//go:build")
	plusBuild = []byte("+build")
)

// findConstraint returns what of the bytes before the package clause constrains the build. It is not ok if there
// is more than one //go:build line.
func findConstraint(head []byte) (text []byte, ok bool) {
	if !bytes.Contains(head, goBuild) {
		if !bytes.Contains(head, plusBuild) {
			return nil, true
		}
		return plusLines(leading(head)), true
	}
	for line := range outsideComments(head) {
		if !bytes.HasPrefix(line, goBuild) || !constraint.IsGoBuild(string(line)) {
			continue
		}
		if text != nil {
			return nil, false
		}
		text = line
	}
	if text == nil {
		return plusLines(leading(head)), true
	}
	return text, true
}

// outsideComments yields the lines of a head that do not begin within a /* comment, without space around them, up to the
// first that holds anything but comments.
func outsideComments(head []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		within, text := false, false
		for line := range bytes.Lines(head) {
			line = bytes.TrimSpace(line)
			if !within && !yield(line) {
				return
			}
			if within, text = pastComments(line, within); text {
				return
			}
		}
	}
}

// pastComments reports whether a line that may begin within a /* comment ends within one, and whether it holds
// anything besides comments.
func pastComments(line []byte, begins bool) (within, text bool) {
	within = begins
	for {
		if within {
			i := bytes.Index(line, []byte("*/"))
			if i < 0 {
				return true, false
			}
			line = bytes.TrimSpace(line[i+2:])
		}
		if within = bytes.HasPrefix(line, []byte("/*")); !within {
			return false, len(line) > 0 && !bytes.HasPrefix(line, []byte("//"))
		}
		line = line[2:]
	}
}

// leading returns the run of // comments and blank lines with which head begins, up to its last blank line:
// only there may a +build line stand.
func leading(head []byte) []byte {
	end, at := 0, 0
	for line := range bytes.Lines(head) {
		at += len(line)
		line = bytes.TrimSpace(line)
		if len(line) == 0 {
			end = at
		} else if !bytes.HasPrefix(line, []byte("//")) {
			break
		}
	}
	return head[:end]
}

// plusLines returns the text if it has a +build line, else nil.
func plusLines(text []byte) []byte {
	for line := range bytes.Lines(text) {
		if bytes.Contains(line, plusBuild) && constraint.IsPlusBuild(string(bytes.TrimSpace(line))) {
			return text
		}
	}
	return nil
}

// ParseConstraint returns the expression of a header's Constraint, nil for none. +build lines that make no
// expression count as if they were not there, as go/build has it.
func ParseConstraint(text []byte) (constraint.Expr, error) {
	if bytes.HasPrefix(text, goBuild) && bytes.IndexByte(text, '\n') < 0 {
		return constraint.Parse(string(text))
	}
	var all constraint.Expr
	for line := range bytes.Lines(text) {
		line := string(bytes.TrimSpace(line))
		if !constraint.IsPlusBuild(line) {
			continue
		}
		if x, err := constraint.Parse(line); err == nil {
			all = And(all, x)
		}
	}
	return all, nil
}

// And joins two expressions, of which nil is always true.
func And(x, y constraint.Expr) constraint.Expr {
	switch {
	case x == nil:
		return y
	case y == nil:
		return x
	}
	return &constraint.AndExpr{X: x, Y: y}
}
