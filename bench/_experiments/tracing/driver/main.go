// Driver runs the work and prints its figures; of traced work also how many events the trace holds.
//
//	driver [-traced] work kind=n...
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"

	"golang.org/x/exp/trace"
)

// A Run is what the work prints.
type Run struct {
	Kind                  string
	N                     int
	CPU, Least, StartStop float64
	Result                int
}

func main() {
	traced := flag.Bool("traced", false, "with the execution trace")
	flag.Parse()
	if err := run(*traced, flag.Args()); err != nil {
		log.Fatal(err)
	}
}

func run(traced bool, command []string) error {
	if len(command) < 2 {
		return errors.New("no work")
	}
	folder, err := os.MkdirTemp(".", "trace-") // in the experiment's own copy, which goes with the run
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	args := command[1:]
	if traced {
		args = append([]string{"-trace", folder}, args...)
	}
	cmd := exec.Command(command[0], args...)
	cmd.Stderr = os.Stderr // it ends by itself within a second, so there is nothing to stop
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("%s: %w", command[0], err)
	}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var r Run
		if err := d.Decode(&r); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		fmt.Println(r.Kind, r.N, "operations, result", r.Result)
		fmt.Printf("BenchmarkTracing/work=%s 1 %g /tracing/operation_cpu:seconds", r.Kind, r.Least)
		if traced {
			if err := printEvents(filepath.Join(folder, r.Kind), r); err != nil {
				return err
			}
		}
		fmt.Println()
	}
}

// printEvents reads a trace to its end, so that a broken one is an error.
func printEvents(file string, r Run) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	reader, err := trace.NewReader(bufio.NewReader(f))
	if err != nil {
		return err
	}
	events := 0
	for {
		if _, err := reader.ReadEvent(); err == io.EOF {
			break
		} else if err != nil {
			return fmt.Errorf("reading the trace of %s: %w", r.Kind, err)
		}
		events++
	}
	count := float64(events)
	fmt.Printf(" %g /tracing/operation_events:count", count/float64(r.N))
	fmt.Printf(" %g /tracing/event_rate:count", count/r.CPU)
	fmt.Printf(" %g /tracing/event:bytes", float64(info.Size())/count)
	fmt.Printf(" %g /tracing/start_stop_cpu:seconds", r.StartStop)
	return nil
}
