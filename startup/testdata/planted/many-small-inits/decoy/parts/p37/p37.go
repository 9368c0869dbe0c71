// Package p37 is one of many parts. Written by gen.
package p37

import (
	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p37", 0)
