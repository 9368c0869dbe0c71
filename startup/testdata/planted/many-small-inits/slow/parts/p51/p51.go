// Package p51 is one of many parts. Written by gen.
package p51

import (
	"time"

	"example.com/planted/many-small-inits/part"
)

var _ = part.Register("p51", 3*time.Millisecond)
