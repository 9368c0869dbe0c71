// Package p51 is one of many parts. Written by gen.
package p51

import (
	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p51", 0)
