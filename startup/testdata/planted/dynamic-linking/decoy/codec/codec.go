// Package codec wraps a library in C.
package codec

// #include "codec.h"
import "C"

import "time"

// Name returns the name of the codec.
func Name() string { return "planted" }

// Spent returns how long the library took to set itself up, before the program began.
func Spent() time.Duration { return time.Duration(C.codec_spent) }
