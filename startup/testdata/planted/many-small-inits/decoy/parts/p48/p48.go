// Package p48 is one of many parts. Written by gen.
package p48

import (
	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p48", 0)
