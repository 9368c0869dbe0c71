// Package p41 is one of many parts. Written by gen.
package p41

import (
	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p41", 0)
