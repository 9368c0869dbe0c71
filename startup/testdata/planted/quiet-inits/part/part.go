// Package part keeps the list of the parts.
package part

import (
	"crypto/sha256"
	"sort"
)

var sums = map[string][sha256.Size]byte{}

// Register adds a part.
func Register(name string) { sums[name] = sha256.Sum256([]byte(name)) }

// Names returns the parts in order.
func Names() []string {
	var names []string
	for name := range sums {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}
