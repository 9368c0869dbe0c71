// Package p49 is one of many parts. Written by gen.
package p49

import (
	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p49", 0)
