// Package p42 is one of many parts. Written by gen.
package p42

import (
	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p42", 0)
