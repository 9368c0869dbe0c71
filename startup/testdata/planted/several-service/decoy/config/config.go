// Package config holds the settings of the program.
package config

import (
	"example.com/planted/several-service/settings"
)

var greeting = settings.Fetch(0)

// Greeting returns what visitors are greeted with.
func Greeting() string { return greeting }
