// Driver tries published snippets and commands with the Go that it finds on its path.
//
//	driver run DIR ONLY       runs the programs that the builder put in DIR, and commands; prints what came of each
//
// ONLY is a list of snippets, with commas between them, or all. The snippets are in the tables of programs.go,
// commands.go and modules.go.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "driver:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) != 3 || args[0] != "run" {
		return errors.New("usage: driver run DIR ONLY")
	}
	wanted, err := choose(args[2])
	if err != nil {
		return err
	}
	t, err := newTrial(ctx, args[1])
	if err != nil {
		return err
	}
	return t.runAll(wanted)
}

// choose returns the snippets that are named, in the order of the tables.
func choose(only string) ([]snippet, error) {
	all := table()
	if only == "all" {
		return all, nil
	}
	var chosen []snippet
	names := strings.Split(only, ",")
	for _, s := range all {
		for _, name := range names {
			if s.name == name {
				chosen = append(chosen, s)
			}
		}
	}
	if len(chosen) != len(names) {
		return nil, fmt.Errorf("there is no such snippet among %s", only)
	}
	return chosen, nil
}
