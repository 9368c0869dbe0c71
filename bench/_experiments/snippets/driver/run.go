package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"sync"
)

// together is how many snippets are tried at a time. Most of them wait.
const together = 4

// runAll tries the snippets, and prints what came of each as a line in Go's benchmark format.
func (t *trial) runAll(wanted []snippet) error {
	temp, err := os.MkdirTemp(t.dir, "run")
	if err != nil {
		return err
	}
	t.temp = temp
	defer os.RemoveAll(t.temp)
	ctx, cancel := context.WithTimeout(t.ctx, longest)
	defer cancel()
	t.ctx = ctx
	outcomes, errs := make([]outcome, len(wanted)), make([]error, len(wanted))
	var all sync.WaitGroup
	slots := make(chan bool, together)
	for i, s := range wanted {
		all.Add(1)
		go func(i int, s snippet) {
			defer all.Done()
			slots <- true
			outcomes[i], errs[i] = s.try.try(t, s.name)
			<-slots
		}(i, s)
	}
	all.Wait()
	var names []string
	for i, s := range wanted {
		if errs[i] != nil {
			return fmt.Errorf("%s: %v", s.name, errs[i])
		}
		names = append(names, s.name)
		if o := outcomes[i]; o != (outcome{}) {
			fmt.Println(line(s.name, o))
		}
	}
	fmt.Fprintf(os.Stderr, "%s: %d snippets tried\n", t.goes.GOVERSION, len(wanted))
	fmt.Println("tried:", strings.Join(names, " "))
	return nil
}

// line is an outcome in Go's benchmark format. What was not tried has no figure in it.
func line(name string, o outcome) string {
	text := "BenchmarkSnippets/snippet=" + name + " 1"
	for _, f := range []struct {
		metric string
		value  *bool
	}{
		{"/snippets/compiles:count", o.compiles},
		{"/snippets/runs:count", o.runs},
		{"/snippets/as_published:count", o.asPublished},
	} {
		if f.value == nil {
			continue
		}
		digit := 0
		if *f.value {
			digit = 1
		}
		text += fmt.Sprintf(" %d %s", digit, f.metric)
	}
	if o.seenCount != nil {
		text += fmt.Sprintf(" %v /snippets/seen:count", *o.seenCount)
	}
	if o.seenBytes != nil {
		text += fmt.Sprintf(" %.0f /snippets/seen:bytes", *o.seenBytes)
	}
	return text
}
