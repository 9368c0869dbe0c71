// Package config holds the settings of the program.
package config

import (
	"time"

	"example.com/planted/several-service/settings"
)

var greeting = settings.Fetch(200 * time.Millisecond) // want: network-at-init

// Greeting returns what visitors are greeted with.
func Greeting() string { return greeting }
