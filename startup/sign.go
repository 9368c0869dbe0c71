package startup

import "github.com/cupelgo/cupel/internal/timeline"

// A sign is a set of functions of the standard library that tells something where one of them is on a stack: one bit.
// Signs of a stack are those of all its functions.
type sign uint64

// A beginning is that of the symbols of functions of a sign.
type beginning struct {
	symbol string
	sign   sign
}

// signs are all there are.
var signs struct {
	number int
	by     [256][]beginning // see kindOf
}

// signOf returns a sign of its own for the functions whose symbols begin so.
func signOf(beginnings ...string) sign {
	if signs.number == mostSigns {
		panic("more signs than bits")
	}
	s := sign(1) << signs.number
	signs.number++
	for _, b := range beginnings {
		signs.by[kindOf(b)] = append(signs.by[kindOf(b)], beginning{b, s})
	}
	return s
}

// kindOf returns a number that tells most packages apart: by the first and the third byte, which all beginnings have.
func kindOf(symbol string) uint8 { return symbol[0] + 7*symbol[2] }

// signsOf returns the signs of a function.
func signsOf(symbol string) sign {
	if len(symbol) < 3 {
		return 0
	}
	var all sign
	for _, b := range signs.by[kindOf(symbol)] {
		last := len(b.symbol) - 1 // which tells most of them apart before the others are looked at
		if last < len(symbol) && symbol[last] == b.symbol[last] && symbol[:last] == b.symbol[:last] {
			all |= b.sign
		}
	}
	return all
}

// on reports whether any function of the sign is on a stack.
func (s sign) on(st *timeline.Stack) bool { return st != nil && signsOn(st)&s != 0 }
