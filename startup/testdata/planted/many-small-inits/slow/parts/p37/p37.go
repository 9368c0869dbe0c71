// Package p37 is one of many parts. Written by gen.
package p37

import (
	"time"

	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p37", 3*time.Millisecond)
