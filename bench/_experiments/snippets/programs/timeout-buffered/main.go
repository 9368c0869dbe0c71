// Published: a loop that sends to a buffered channel, or else sees the context's end, stops at the timeout.
//
// The channel has room for all data, so that no send waits. The work is so slow that none of it is ever done.
package main

import (
	"context"
	"fmt"
	"time"
)

func process(ctx context.Context, data []int) (chan int, error) {
	items := make(chan int, len(data))
	for _, item := range data {
		select {
		case items <- item:
		case <-ctx.Done():
			return items, ctx.Err()
		}
	}
	return items, nil
}

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	items, err := process(ctx, make([]int, 1000))
	fmt.Printf("timeout=%v\nunread=%d\n", err != nil, len(items))
}
