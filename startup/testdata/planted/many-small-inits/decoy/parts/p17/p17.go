// Package p17 is one of many parts. Written by gen.
package p17

import (
	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p17", 0)
