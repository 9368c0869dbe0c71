//go:build go1.23

package cupelrt

import "internal/runtime/exithook"

//go:norace
func addExitHook(f func()) { exithook.Add(exithook.Hook{F: f, RunOnFailure: true}) }
