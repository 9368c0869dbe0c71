// Checked uses code that checks itself with GODEBUG=fips140=on, from go1.24 on.
package main

import (
	"crypto/sha256"
	"fmt"
)

func main() { fmt.Printf("%x\n", sha256.Sum256(nil)) }
