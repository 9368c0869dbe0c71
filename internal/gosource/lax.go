package gosource

import (
	"bytes"
	"unicode/utf8"
)

// headerEnd returns where go/build stops reading a file: at the first byte that can belong to no import declaration. A
// file that is wrong before that it reads as a whole. looked is how far it looked for that.
func headerEnd(data []byte) (end, looked int) {
	l := &lax{data: data}
	ok := l.keyword("package") && l.word()
	for ok && l.peek() == 'i' {
		ok = l.keyword("import") && l.imports()
	}
	looked = min(l.pos+1, len(data))
	if !ok || l.bad {
		return len(data), looked
	}
	return l.pos, looked
}

// A lax reads tokens as go/build does before it hands them to go/parser: semicolons are space, and what letters
// make up a word is not looked at.
type lax struct {
	data []byte
	pos  int
	bad  bool // a comment is wrong
}

// peek skips space and comments, and returns the byte that comes then, 0 at the end.
func (l *lax) peek() byte {
	for l.pos < len(l.data) && !l.bad {
		rest := l.data[l.pos:]
		switch {
		case bytes.IndexByte([]byte(" \f\t\r\n;"), rest[0]) >= 0:
			l.pos++
		case bytes.HasPrefix(rest, []byte("//")):
			l.to(rest, "\n")
		case bytes.HasPrefix(rest, []byte("/*")):
			l.bad = !l.to(rest[2:], "*/")
		case rest[0] == '/':
			l.bad = true
		default:
			return rest[0]
		}
	}
	return 0
}

// to goes on behind the end of a comment, and tells whether there is one.
func (l *lax) to(rest []byte, end string) bool {
	i := bytes.Index(rest, []byte(end))
	if i < 0 {
		l.pos = len(l.data)
		return false
	}
	l.pos = len(l.data) - len(rest) + i + len(end)
	return true
}

func (l *lax) keyword(word string) bool {
	l.peek()
	for _, c := range []byte(word) {
		if l.pos == len(l.data) || l.data[l.pos] != c {
			return false
		}
		l.pos++
	}
	return !l.inWord()
}

func (l *lax) inWord() bool {
	return l.pos < len(l.data) && (isLetter(l.data[l.pos]) || l.data[l.pos] >= utf8.RuneSelf)
}

func (l *lax) word() bool {
	l.peek()
	begin := l.pos
	for l.inWord() {
		l.pos++
	}
	return l.pos > begin
}

// imports reads what follows the word import.
func (l *lax) imports() bool {
	if l.peek() != '(' {
		return l.spec()
	}
	for l.pos++; l.peek() != ')'; {
		if l.bad || !l.spec() {
			return false
		}
	}
	l.pos++
	return true
}

func (l *lax) spec() bool {
	if l.peek() == '.' {
		l.pos++
	} else {
		l.word()
	}
	quote := l.peek()
	if quote != '"' && quote != '`' {
		return false
	}
	for l.pos++; l.pos < len(l.data); l.pos++ {
		switch c := l.data[l.pos]; {
		case c == quote:
			l.pos++
			return true
		case quote == '"' && c == '\n':
			return false
		case quote == '"' && c == '\\':
			l.pos++
		}
	}
	return false
}
