// Published: constraints.Ordered is the check, at compile time, for the elements of a tensor.
//
// Text is no tensor element, so the check should refuse it.
package main

import (
	"fmt"

	"golang.org/x/exp/constraints"
)

func register[T constraints.Ordered](elements ...T) int { return len(elements) }

func main() {
	fmt.Printf("registered=%d\n", register("a", "b"))
}
