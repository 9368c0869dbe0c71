// Work of four kinds, with or without the execution trace. The traces go to files, as in
// production, and are read by the driver afterwards. Only the standard library, so that old
// toolchains build it.
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

// A Run is printed for the driver as JSON.
type Run struct {
	Kind      string
	N         int     // operations
	CPU       float64 // seconds of the process for all of them
	Least     float64 // seconds for one operation, in the window that took least
	StartStop float64 // seconds of the process for trace.Start and trace.Stop together
	Result    int     // must be equal in all arms
}

// windows of a run: what neighbours do to the caches makes some of them dearer, none cheaper.
const windows = 10

func main() {
	folder := flag.String("trace", "", "folder for the traces; none: no trace")
	flag.Parse()
	for _, arg := range flag.Args() {
		name, count, _ := strings.Cut(arg, "=")
		n, err := strconv.Atoi(count)
		if err != nil || kinds[name] == nil || n < windows {
			log.Fatalf("%q is not kind=n", arg)
		}
		r := &Run{Kind: name, N: n / windows * windows}
		if err := r.measure(*folder); err != nil {
			log.Fatalf("%s: %v", name, err)
		}
		if err := json.NewEncoder(os.Stdout).Encode(r); err != nil {
			log.Fatal(err)
		}
	}
}

// measure does one window to warm up and then all, under the trace if there is a folder for it.
func (r *Run) measure(folder string) error {
	do, stop := kinds[r.Kind]()
	defer stop()
	if _, err := do(r.N / windows); err != nil {
		return err
	}
	if folder == "" {
		return r.work(do)
	}
	f, err := os.Create(filepath.Join(folder, r.Kind))
	if err != nil {
		return err
	}
	defer f.Close()
	// Start and stop cost the same for a short trace and a long one, so they are not shared out among
	// the few operations of this one.
	before := cpu()
	if err := trace.Start(f); err != nil {
		return err
	}
	err = r.work(do)
	trace.Stop()
	r.StartStop = cpu() - before - r.CPU
	return err
}

func (r *Run) work(do func(n int) (int, error)) error {
	for i := 0; i < windows; i++ {
		n := r.N / windows
		before := cpu()
		result, err := do(n)
		if err != nil {
			return err
		}
		used := cpu() - before
		r.CPU += used
		if one := used / float64(n); i == 0 || one < r.Least {
			r.Least = one
		}
		r.Result += result
	}
	return nil
}
