// Package model is the model, which a library in C loads.
package model

/*
#include <unistd.h>

static int load_model(int microseconds) {
	usleep(microseconds);
	return 42;
}
*/
import "C"

import (
	"sync"
	"time"

	"example.com/planted/cgo-at-init/stopwatch"
)

var weights = sync.OnceValue(load)

// Weights returns the number of weights.
func Weights() int { return weights() }

func load() int {
	defer stopwatch.Record(time.Now())
	return int(C.load_model(300000))
}
