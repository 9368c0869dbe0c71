// Package second comes after first.
package second

import "example.com/life/first"

func init() { first.Calls++ }

// Started is set by second.init.
var Started = len(first.Home) + first.Calls
