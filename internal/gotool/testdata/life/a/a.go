package a

import "example.com/life/leaf"

var Sum int

func init() {
	for _, b := range leaf.Table {
		Sum += int(b)
	}
}
