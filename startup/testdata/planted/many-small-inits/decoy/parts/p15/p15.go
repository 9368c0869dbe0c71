// Package p15 is one of many parts. Written by gen.
package p15

import (
	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p15", 0)
