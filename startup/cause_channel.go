package startup

import "github.com/cupelgo/cupel/internal/finding"

var channelHandoff = cause{
	Rule: finding.Rule{
		Name:  "channel-handoff",
		Title: "hands work between goroutines one item at a time",
		Class: "channel",
		Doc: "Each hand-over parks one goroutine and wakes another, which costs from 0.2 to several " +
			"microseconds; the path consists of thousands of them.",
		Do:      "send batches, give the channel a buffer, or do the work in one goroutine",
		Before:  `for _, d := range docs { ch <- d }`,
		After:   `for batch := range slices.Chunk(docs, 1024) { ch <- batch }`,
		Sources: []string{"https://go.dev/ref/spec#Channel_types", "https://pkg.go.dev/slices#Chunk"},
	},
}
