// Work of four kinds, with or without the execution trace. The traces go to files, as in production, and are
// read by the driver afterwards. Only the standard library, so that old toolchains build it.
//
//	work [-trace folder] kind=n...
package main

import (
	"encoding/json"
	"flag"
	"log"
	"os"
	"path/filepath"
	"runtime/trace"
	"strconv"
	"strings"
)

var kinds = map[string]func(n int) (int, error){
	"alloc":    alloc,
	"compute":  compute,
	"http":     loopback,
	"pingpong": pingpong,
}

// A Run is printed for the driver as JSON.
type Run struct {
	Kind      string
	N         int     // operations
	CPU       float64 // seconds of the process for the work alone
	StartStop float64 // seconds of the process for trace.Start and trace.Stop together
	Result    int     // must be equal in all arms
}

func main() {
	folder := flag.String("trace", "", "folder for the traces; none: no trace")
	flag.Parse()
	for _, arg := range flag.Args() {
		kind, count, _ := strings.Cut(arg, "=")
		n, err := strconv.Atoi(count)
		if err != nil || kinds[kind] == nil {
			log.Fatalf("%q is not kind=n", arg)
		}
		if _, err := kinds[kind](n / 10); err != nil { // warm-up
			log.Fatal(err)
		}
		r := Run{Kind: kind, N: n}
		if *folder == "" {
			err = r.work()
		} else {
			err = r.traced(*folder)
		}
		if err != nil {
			log.Fatalf("%s: %v", kind, err)
		}
		if err := json.NewEncoder(os.Stdout).Encode(r); err != nil {
			log.Fatal(err)
		}
	}
}

func (r *Run) work() (err error) {
	before := cpu()
	r.Result, err = kinds[r.Kind](r.N)
	r.CPU = cpu() - before
	return err
}

// traced does the work under the trace. Start and stop cost the same for a short trace and a long one, so
// they are not shared out among the few operations of this one.
func (r *Run) traced(folder string) error {
	f, err := os.Create(filepath.Join(folder, r.Kind))
	if err != nil {
		return err
	}
	defer f.Close()
	before := cpu()
	if err := trace.Start(f); err != nil {
		return err
	}
	err = r.work()
	trace.Stop()
	r.StartStop = cpu() - before - r.CPU
	return err
}
