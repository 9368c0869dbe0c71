// Package p03 is one of many parts. Written by gen.
package p03

import (
	"time"

	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p03", 3*time.Millisecond)
