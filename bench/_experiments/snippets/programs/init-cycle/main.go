// Published: package variables that need each other make the program panic at the start.
package main

import "fmt"

var a = first()
var b = second()

func first() int  { return b + 1 }
func second() int { return a + 1 }

func main() {
	fmt.Printf("a=%d\nb=%d\n", a, b)
}
