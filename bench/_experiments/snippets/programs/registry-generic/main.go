// Published: with generics and constraints the compiler checks a registry of operators.
//
// An operator of a type that the constraint doesn't allow is registered.
package main

import "fmt"

type number interface{ ~float32 | ~float64 }

type registry[T number] map[string]func(T) T

func main() {
	ops := registry[float64]{"shout": func(s string) string { return s + "!" }}
	fmt.Printf("registered=%d\n", len(ops))
}
