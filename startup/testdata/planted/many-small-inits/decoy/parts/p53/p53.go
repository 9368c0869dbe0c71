// Package p53 is one of many parts. Written by gen.
package p53

import (
	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p53", 0)
