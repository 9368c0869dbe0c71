// Package config holds the settings of the program.
package config

import (
	"sync"
	"time"

	"example.com/planted/several-service/settings"
)

var greeting = sync.OnceValue(func() string { return settings.Fetch(200 * time.Millisecond) })

// Greeting returns what visitors are greeted with; the first one waits for it.
func Greeting() string { return greeting() }
