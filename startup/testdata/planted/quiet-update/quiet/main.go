// Command quiet counts words and tells of a newer release if it has heard of one meanwhile.
package main

import (
	"flag"
	"fmt"
	"sort"

	"example.com/planted/quiet-update/release"
	"example.com/planted/quiet-update/words"
)

func main() {
	flag.Parse()
	lines := flag.Args()
	if len(lines) == 0 {
		lines = []string{"The owl and the pussycat went to sea", "in a beautiful pea green boat"}
	}
	count := words.Count(lines)
	var all []string
	for w := range count {
		all = append(all, w)
	}
	sort.Strings(all)
	for _, w := range all {
		fmt.Println(w, count[w])
	}
	if name := release.Newest(); name != "" {
		fmt.Println("there is a newer release:", name)
	}
}
