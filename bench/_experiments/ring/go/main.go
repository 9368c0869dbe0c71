// The ring experiment: members that train one model by a ring all-reduce, each in a process of its
// own, and a coordinator that evicts a member whose heartbeat stays out and forms a new ring of the
// others.
//
//	ring [flags]            the driver: coordinator, proxy and faults; starts all the others
//	ring member ID PORT ..  one member
//	ring burn               a loop that keeps one CPU busy
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	var err error
	switch command(os.Args) {
	case "member":
		go dieWithDriver()
		err = runMember(os.Args[2:])
	case "burn":
		go dieWithDriver()
		for {
		}
	default:
		err = drive()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "ring:", err)
		os.Exit(1)
	}
}

func command(args []string) string {
	if len(args) < 2 {
		return ""
	}
	return args[1]
}

// drive runs one training, within a time limit, and prints what came of it.
func drive() error {
	var d driver
	flag.IntVar(&d.start, "members", 6, "how many members begin")
	flag.IntVar(&d.burners, "burners", 0, "how many processes for each CPU keep the machine busy")
	flag.StringVar(&d.fault, "fault", "none", "none, kill, stop or partition")
	flag.DurationVar(&d.interval, "heartbeat", 40*time.Millisecond, "time between heartbeats")
	flag.IntVar(&d.missed, "missed", 5, "heartbeats that may be missed before an eviction")
	flag.IntVar(&d.rounds, "rounds", 60, "rounds of training")
	flag.IntVar(&d.strikeAt, "strike-at", 20, "round in which the fault strikes")
	guard := flag.Duration("guard", 30*time.Second, "when a training that hangs is given up")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(),
		os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	ctx, cancel := context.WithTimeoutCause(ctx, *guard, errors.New("the training hangs"))
	defer cancel()
	r, err := d.run(ctx)
	if err != nil {
		return err
	}
	r.print(os.Stdout)
	return nil
}

// dieWithDriver ends a process whose driver is gone: the driver holds the other end of its stdin.
// It is for systems without a signal at the death of the parent.
func dieWithDriver() {
	io.Copy(io.Discard, os.Stdin)
	os.Exit(4)
}
