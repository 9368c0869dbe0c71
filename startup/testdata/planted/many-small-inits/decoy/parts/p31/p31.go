// Package p31 is one of many parts. Written by gen.
package p31

import (
	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p31", 0)
