// Published: goroutines started in a loop print only the last item.
//
// As meant: the goroutine uses the loop's own variable. Since Go 1.22 each round has one of its own.
package main

import (
	"fmt"
	"sync"
)

func main() {
	items := []int{1, 2, 4}
	got := make([]int, len(items))
	var all, start sync.WaitGroup
	start.Add(1)
	for i, item := range items {
		all.Add(1)
		go func(i int) {
			defer all.Done()
			start.Wait() // until the loop is over
			got[i] = item
		}(i)
	}
	start.Done()
	all.Wait()
	fmt.Printf("sum=%d\n", got[0]+got[1]+got[2])
}
