// Published: s != nil && len(*s) > 0 may dereference nil.
package main

import "fmt"

//go:noinline
func filled(s *[]int) bool { return s != nil && len(*s) > 0 }

func main() {
	fmt.Printf("nil=%v\nempty=%v\nfilled=%v\n", filled(nil), filled(&[]int{}), filled(&[]int{1}))
}
