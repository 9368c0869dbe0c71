package main

import (
	"slices"
	"strings"
)

// snippet is one thing that was published, and how it is tried.
type snippet struct {
	name      string // of its folder, too, if it has one
	published string // what is said of it
	counts    string // what makes it as published
	seen      string // what /snippets/seen counts, if it has a number
	try       tryer
}

// tryer tries a snippet. An error is a trial that tells nothing, and ends the experiment.
type tryer interface {
	try(t *trial, name string) (outcome, error)
}

// outcome is what came of a snippet. What is nil was not tried.
type outcome struct {
	compiles, runs, asPublished *bool
	seenCount, seenBytes        *float64
}

// answer is what a program or a command has said.
type answer struct {
	exit           int
	stdout, stderr string
	said           map[string]string // of the lines key=value of stdout
}

func table() []snippet {
	all := append(append(programs(), commands()...), modules()...)
	slices.SortFunc(all, func(a, b snippet) int { return strings.Compare(a.name, b.name) })
	return all
}

func set[T any](v T) *T { return &v }
