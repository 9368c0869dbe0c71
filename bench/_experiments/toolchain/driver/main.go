// Toolchain establishes facts about a Go toolchain by looking: it compiles, disassembles and runs the
// planted sources with the go command of the arm, and prints for each fact what it found.
//
// Where a fact is that something is absent, the same search must find it elsewhere, or be refused
// with the expected words; anything else is an error and not a fact.
package main

import (
	"fmt"
	"log"
	"os"
	"runtime"
	"strings"
	"sync"
)

// A fact is one thing that was looked for. Labels may be empty.
type fact struct {
	metric string
	labels string
	value  int64
}

// Each room establishes a few facts that need the same preparation.
var rooms = []struct {
	name      string
	establish func(*lab) ([]fact, error)
}{
	{"install", install},
	{"calls", calls},
	{"loops", loops},
	{"assembler", assembler},
	{"runtime", runtimeCode},
	{"flags", stripFlags},
	{"gctrace", gctrace},
	{"environment", environment},
	{"sums", sums},
	{"tampering", tampering},
	{"private", private},
	{"replace", replace},
	{"graph", graph},
	{"generate", generate},
	{"hooks", hooks},
	{"tests", testFlags},
}

func main() {
	log.SetFlags(0)
	log.SetPrefix("toolchain: ")
	if len(os.Args) < 3 {
		log.Fatal("usage: toolchain look DIR")
	}
	var err error
	switch args := os.Args[2:]; os.Args[1] {
	case "look":
		err = look(args[0])
	case "generator": // the go command calls this program back
		err = generator(args)
	case "toolexec": // here as well
		err = toolexec(args)
	default:
		err = fmt.Errorf("unknown command %q", os.Args[1])
	}
	if err != nil {
		log.Fatal(err)
	}
}

// look establishes all facts. The folder holds the planted programs that were built with the toolchain.
func look(built string) error {
	l, err := newLab(built)
	if err != nil {
		return err
	}
	defer l.close()
	// The rooms have nothing in common but the toolchain: as many at a time as there are processors.
	found, errs := make([][]fact, len(rooms)), make([]error, len(rooms))
	places := make(chan bool, runtime.NumCPU())
	var wait sync.WaitGroup
	for i := range rooms {
		wait.Add(1)
		go func(i int) {
			defer wait.Done()
			places <- true
			defer func() { <-places }()
			found[i], errs[i] = rooms[i].establish(l.room(rooms[i].name))
		}(i)
	}
	wait.Wait()
	var all []fact
	for i, room := range rooms {
		if errs[i] != nil {
			return fmt.Errorf("%s: %v", room.name, errs[i])
		}
		all = append(all, found[i]...)
	}
	for _, f := range all {
		name := "BenchmarkToolchain"
		if f.labels != "" {
			name += "/" + f.labels
		}
		fmt.Printf("%s 1 %d /toolchain/%s\n", name, f.value, f.metric)
	}
	fmt.Printf("%d facts from %d rooms\n", len(all), len(rooms))
	return nil
}

// truth is a fact's value: 1 for yes, 0 for no.
func truth(yes bool) int64 {
	if yes {
		return 1
	}
	return 0
}

// refused tells whether a command was refused with the expected words. One that failed for another
// reason says nothing about the question.
func refused(out string, err error, words string) (bool, error) {
	switch {
	case err == nil:
		return false, nil
	case strings.Contains(out, words):
		return true, nil
	}
	return false, fmt.Errorf("failed, but not with %q: %s", words, out)
}
