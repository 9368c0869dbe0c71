// Work does as much map and slice work as it is told to, for comparisons of a known difference.
package main

import (
	"fmt"
	"os"
	"strconv"
)

func main() {
	n, err := strconv.Atoi(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	sum := 0
	for range n {
		m := map[int]int{}
		for i := range 1000 {
			m[i*7919%4096] += i
		}
		sum += len(m)
	}
	fmt.Println(sum)
}
