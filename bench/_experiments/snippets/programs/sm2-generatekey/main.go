// Published: sm2.GenerateKey() takes no argument, and draws from a certified source.
package main

import (
	"fmt"

	"github.com/tjfoc/gmsm/sm2"
)

func main() {
	key, err := sm2.GenerateKey()
	fmt.Printf("made=%v\n", err == nil && key != nil)
}
