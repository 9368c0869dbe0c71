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
	"time"

	"example.com/planted/cgo-on-path/stopwatch"
)

// Load loads the model and returns the number of its weights.
func Load() int {
	defer stopwatch.Record(time.Now())
	return load()
}

func load() int {
	return int(C.load_model(300000)) // want: cgo-on-path
}
