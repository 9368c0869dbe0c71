package gotrace

import (
	"bytes"
	"slices"
	"sync"
	"testing"

	"github.com/cupelgo/cupel/internal/timeline"
)

// TestFramesConcurrently asks several goroutines for the frames of all stacks at once: they share memory.
func TestFramesConcurrently(t *testing.T) {
	for name, data := range recorded(t) {
		want, got := stacksOf(t, data), stacksOf(t, data)
		var group sync.WaitGroup
		for range 4 {
			group.Go(func() {
				for _, s := range got {
					s.Frames()
				}
			})
		}
		group.Wait()
		for i := range want {
			if !want[i].Equal(got[i]) {
				t.Errorf("%s: frames of stack %d = %v, want %v", name, i, got[i].Frames(), want[i].Frames())
			}
		}
	}
}

// stacksOf returns the stacks of a trace's spans, goroutine by goroutine.
func stacksOf(t *testing.T, data []byte) []*timeline.Stack {
	line, err := Decode(bytes.NewReader(data), nil)
	if err != nil {
		t.Fatal(err)
	}
	var ids []int64
	for id := range line.Goroutines {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	var all []*timeline.Stack
	for _, id := range ids {
		for _, s := range line.Goroutines[id].Spans() {
			all = append(all, s.Stack, s.WakeStack)
		}
	}
	return all
}
