package main

import (
	"fmt"
	"os"
	"strconv"
	"time"
)

func main() {
	n, _ := strconv.Atoi(os.Args[2])
	began := time.Now()
	sum := 0
	for i := 0; i < n; i++ {
		sum += i % 7
		if os.Args[1] == "slow" {
			sum += i % 3
			sum -= i % 3
		}
	}
	fmt.Println("sum", sum)
	fmt.Printf("BenchmarkAdd 1 %g /sample/add:seconds\n", time.Since(began).Seconds()/float64(n))
}
