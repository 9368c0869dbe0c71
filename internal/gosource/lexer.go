package gosource

import (
	"bytes"
	"go/token"
	"unicode/utf8"
)

// A lexer walks over the tokens of a header.
type lexer struct {
	data   []byte
	pos    int
	line   int
	clause int // where the package clause begins
	whole  bool
	build  bool // there is a comment that may constrain the build
}

// short is the outcome where something else was expected: at the end of the data more of it is needed.
func (s *lexer) short() Outcome {
	if s.pos == len(s.data) && !s.whole {
		return Short
	}
	return Doubt
}

// space skips white space and comments up to the next token.
func (s *lexer) space() Outcome {
	for s.pos < len(s.data) {
		switch c := s.data[s.pos]; c {
		case '\n':
			s.line++
			s.pos++
		case ' ', '\t', '\r':
			s.pos++
		case '/':
			if out := s.comment(); out != Done {
				return out
			}
		default:
			return Done
		}
	}
	return s.atEnd()
}

func (s *lexer) atEnd() Outcome {
	if s.whole {
		return Done
	}
	return Short
}

// comment skips one comment, without the newline that ends it.
func (s *lexer) comment() Outcome {
	rest := s.data[s.pos:]
	switch {
	case len(rest) < 2:
		return s.lack()
	case rest[1] == '/':
		s.build = s.build || mayConstrain(rest[2:])
		n := bytes.IndexByte(rest, '\n')
		if n < 0 {
			s.pos = len(s.data)
			return s.atEnd()
		}
		s.pos += n
		return Done
	case rest[1] == '*':
		n := bytes.Index(rest[2:], []byte("*/"))
		if n < 0 {
			return s.lack()
		}
		s.line += bytes.Count(rest[:n+2], []byte("\n"))
		s.pos += n + 4
		return Done
	}
	return Doubt
}

// mayConstrain reports whether what follows two slashes may be a //go:build or +build line.
func mayConstrain(comment []byte) bool {
	for _, c := range comment {
		if c > ' ' {
			return c == '+' || c == 'g' || c >= utf8.RuneSelf // which may begin a space of Unicode
		}
	}
	return false
}

// lack is the outcome where a token does not end within the data.
func (s *lexer) lack() Outcome {
	if s.whole {
		return Doubt
	}
	return Short
}

// end skips what ends a declaration, a semicolon or a new line, and the space up to the next token. A
// closing parenthesis ends one too.
func (s *lexer) end() Outcome {
	line := s.line
	if out := s.space(); out != Done {
		return out
	}
	switch {
	case s.pos == len(s.data), s.line > line, s.data[s.pos] == ')':
		return Done
	case s.take(';'):
		return s.space()
	}
	return Doubt
}

// skip skips space within parentheses.
func (s *lexer) skip() Outcome {
	out := s.space()
	if out == Done && s.pos == len(s.data) {
		return Doubt // the parenthesis is never closed
	}
	return out
}

// take skips the byte c if it comes next.
func (s *lexer) take(c byte) bool {
	if s.pos == len(s.data) || s.data[s.pos] != c {
		return false
	}
	s.pos++
	return true
}

// word takes ASCII letters, digits and underscores; nothing of a word that ends with the data, since it may go on.
func (s *lexer) word() []byte {
	i := s.pos
	for i < len(s.data) && isLetter(s.data[i]) {
		i++
	}
	if i == len(s.data) && !s.whole {
		s.pos = i
		return nil
	}
	word := s.data[s.pos:i]
	s.pos = i
	return word
}

// quoted takes a string of characters that every import path may have.
func (s *lexer) quoted() ([]byte, bool) {
	if s.pos == len(s.data) || s.data[s.pos] != '"' && s.data[s.pos] != '`' {
		return nil, false
	}
	quote := s.data[s.pos]
	for i := s.pos + 1; i < len(s.data); i++ {
		if s.data[i] == quote && i > s.pos+1 {
			path := s.data[s.pos+1 : i]
			s.pos = i + 1
			return path, true
		}
		if !isPath(s.data[i]) {
			return nil, false
		}
	}
	s.pos = len(s.data)
	return nil, false
}

// plain reports whether the header holds no byte over which go/scanner stumbles wherever it stands.
func (s *lexer) plain() bool {
	head := s.data[:s.pos]
	return bytes.IndexByte(head, 0) < 0 && utf8.Valid(head) && !bytes.Contains(head, []byte("\ufeff"))
}

// What a byte may be part of.
const (
	inWord = 1 << iota // ASCII letters, digits and underscores
	inPath             // also what import paths have besides
)

var classes = func() (all [256]uint8) {
	for c := range all {
		switch c := byte(c); {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '_':
			all[c] = inWord | inPath
		case c == '/', c == '.', c == '-', c == '~', c == '+':
			all[c] = inPath
		}
	}
	return all
}()

func isLetter(c byte) bool { return classes[c]&inWord != 0 }

func isPath(c byte) bool { return classes[c]&inPath != 0 }

// isName reports whether a word is an identifier that may name a package.
func isName(word []byte) bool {
	if len(word) == 0 || '0' <= word[0] && word[0] <= '9' || string(word) == "_" {
		return false
	}
	return !token.IsKeyword(string(word))
}
