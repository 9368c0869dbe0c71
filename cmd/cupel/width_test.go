package main

import (
	"bytes"
	"testing"
)

// TestWidth holds that a page is as wide as COLUMNS says, and no wider than text is read well.
func TestWidth(t *testing.T) {
	for env, want := range map[string]int{
		"COLUMNS=60": 60, "COLUMNS=200": widest, "COLUMNS=": 0, "COLUMNS=-3": 0, "COLUMNS=many": 0, "LINES=60": 0,
	} {
		if got := width(system{stdout: &bytes.Buffer{}, env: []string{env}}); got != want {
			t.Errorf("%s: width %d, want %d", env, got, want)
		}
	}
}
