// Package parts imports all parts. Written by gen.
package parts

import (
	_ "example.com/planted/quiet-inits/parts/p00"
	_ "example.com/planted/quiet-inits/parts/p01"
	_ "example.com/planted/quiet-inits/parts/p02"
	_ "example.com/planted/quiet-inits/parts/p03"
	_ "example.com/planted/quiet-inits/parts/p04"
	_ "example.com/planted/quiet-inits/parts/p05"
	_ "example.com/planted/quiet-inits/parts/p06"
	_ "example.com/planted/quiet-inits/parts/p07"
	_ "example.com/planted/quiet-inits/parts/p08"
	_ "example.com/planted/quiet-inits/parts/p09"
)
