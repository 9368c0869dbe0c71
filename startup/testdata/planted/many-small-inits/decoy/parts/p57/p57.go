// Package p57 is one of many parts. Written by gen.
package p57

import (
	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p57", 0)
