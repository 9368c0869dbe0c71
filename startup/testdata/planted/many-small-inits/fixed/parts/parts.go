// Package parts knows all parts.
package parts

import (
	"fmt"
	"time"

	"example.com/planted/many-small-inits/part"
)

// Names returns the parts.
func Names() []string {
	for i := range 60 {
		part.Register(fmt.Sprintf("p%02d", i), 3*time.Millisecond)
	}
	return part.Names()
}
