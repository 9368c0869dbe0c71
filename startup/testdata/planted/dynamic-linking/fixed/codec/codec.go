// Package codec wraps a library in C.
package codec

// #include "codec.h"
import "C"

import "sync"

var setUp = sync.OnceFunc(func() { C.codec_set_up() })

// Name returns the name of the codec.
func Name() string {
	setUp()
	return "planted"
}
