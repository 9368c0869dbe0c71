package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/cupelgo/cupel/startup"
)

func (f *startupFlags) preview(ctx context.Context, sys system, o startup.Options) error {
	p, err := startup.Preview(ctx, o)
	if err != nil {
		return err
	}
	w := sys.text(sys.stdout)
	name := p.Package
	if p.Version != "" {
		name += "@" + p.Version
	}
	if p.Builds == 0 {
		fmt.Fprintf(w, "would run  %s up to %s and build nothing\n", p.File, times(p.Runs))
		fmt.Fprintf(w, "program    %s\n", strings.TrimSpace(name+" "+p.Go))
	} else {
		fmt.Fprintf(w, "would build %s %s with %s and run it up to %s\n",
			name, times(p.Builds), p.Go, times(p.Runs))
	}
	if p.Cold > 0 {
		fmt.Fprintf(w, "cold       up to %d of these runs: before each the page cache drops the executable and the shared libraries that it loads\n", p.Cold)
	}
	if p.Further > 0 {
		fmt.Fprintf(w, "further    up to %s with and without GOGC=400, only if the garbage collector holds up the path\n", times(p.Further))
	}
	fmt.Fprintf(w, "command    %s\n", strings.Join(p.Command, " "))
	if f.pty {
		fmt.Fprintln(w, "terminal   a pseudo-terminal is its stdin, stdout and stderr")
	}
	fmt.Fprintf(w, "ready      %s, within %s per run and %s for all runs\n", p.Ready, o.Timeout, o.Budget)
	for _, s := range p.Skipped {
		fmt.Fprintf(w, "skipped    %s\n", s)
	}
	return nil
}

func times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return fmt.Sprintf("%d times", n)
}
