// Package p06 is one of many parts. Written by gen.
package p06

import (
	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p06", 0)
