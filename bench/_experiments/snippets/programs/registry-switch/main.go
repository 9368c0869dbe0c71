// Published: a registry of operators that switches over function types can't be checked at compile time.
//
// An operator of a type that no case knows is registered.
package main

import "fmt"

type registry map[string]any

func (r registry) call(name string, x float64) (float64, error) {
	switch op := r[name].(type) {
	case func(float64) float64:
		return op(x), nil
	case func(float64, float64) float64:
		return op(x, x), nil
	default:
		return 0, fmt.Errorf("operator of type %T", op)
	}
}

func main() {
	ops := registry{"shout": func(s string) string { return s + "!" }}
	_, err := ops.call("shout", 1)
	fmt.Printf("found_late=%v\n", err != nil)
}
